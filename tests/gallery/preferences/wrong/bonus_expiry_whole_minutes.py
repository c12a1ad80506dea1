"""Counts in whole minutes, so that half a minute too old is not too old.

loses: test_bonus_expiry
says: what does your code round, and where?
"""


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    names = []
    for item in store.search((user_id, "preferences"), limit=20):
        age = now - datetime.fromisoformat(item.value["detected_at"])
        if age.total_seconds() // 60 <= 30 * 24 * 60:
            names.append(item.key)
    return names
