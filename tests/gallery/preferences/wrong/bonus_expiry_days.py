"""Asks for the whole days of an age, which leaves out the hours.

loses: test_bonus_expiry
says: a timedelta has more to it than .days
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        age = now - datetime.fromisoformat(item.value["detected_at"])
        if age.days > 30:
            continue
        active.append(item.key)
    return active
