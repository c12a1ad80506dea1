"""Searches under the user alone, so whatever carries a moment counts as a preference.

loses: test_bonus_expiry
says: with an item in the namespace ('user-
"""


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(days=30)
    names = []
    for item in store.search((user_id,), limit=100):
        moment = item.value.get("detected_at")
        if moment and datetime.fromisoformat(moment) >= oldest:
            names.append(item.key)
    return names
