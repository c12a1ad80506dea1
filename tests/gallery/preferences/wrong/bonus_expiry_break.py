"""Stops at the first preference that has expired.

loses: test_bonus_expiry
says: those that come after an expired one
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        if now - datetime.fromisoformat(item.value["detected_at"]) > timedelta(days=30):
            break
        active.append(item.key)
    return active
