"""Returns from inside the loop.

loses: test_bonus_expiry
says: does your loop see all of them
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        if now - datetime.fromisoformat(item.value["detected_at"]) <= timedelta(days=30):
            active.append(item.key)
            return active
    return active
