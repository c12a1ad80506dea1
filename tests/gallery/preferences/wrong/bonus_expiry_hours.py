"""Counts 30 hours instead of 30 days.

loses: test_bonus_expiry
says: which unit does your timedelta count
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(hours=30)
    return [
        item.key
        for item in store.search((user_id, "preferences"), limit=50)
        if datetime.fromisoformat(item.value["detected_at"]) >= oldest
    ]
