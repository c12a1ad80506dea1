"""Yields the names one by one.

loses: test_bonus_expiry
says: what makes yours a generator
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    for item in store.search((user_id, "preferences"), limit=50):
        if now - datetime.fromisoformat(item.value["detected_at"]) <= timedelta(days=30):
            yield item.key
