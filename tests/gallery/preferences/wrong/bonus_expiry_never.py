"""Returns every preference, old or not.

loses: test_bonus_expiry
says: and what does your code do with that
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        age = now - datetime.fromisoformat(item.value["detected_at"])
        if age.seconds <= 30 * 24 * 60 * 60:
            active.append(item.key)
    return active
