"""Lets exactly 30 days expire.

loses: test_bonus_expiry
says: which comparison includes the last moment
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(days=30)
    return [
        item.key
        for item in store.search((user_id, "preferences"), limit=50)
        if datetime.fromisoformat(item.value["detected_at"]) > oldest
    ]
