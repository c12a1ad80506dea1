"""Drops the time zone of one moment and compares it with another that has one.

loses: test_bonus_expiry
says: a moment without a time zone cannot be compared
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(days=30)
    return [
        item.key
        for item in store.search((user_id, "preferences"), limit=50)
        if datetime.fromisoformat(item.value["detected_at"]).replace(tzinfo=None) >= oldest
    ]
