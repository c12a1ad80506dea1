"""Compares dates, so that the hour of the day does not count.

loses: test_bonus_expiry
says: compare moments, not calendar days
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        detected = datetime.fromisoformat(item.value["detected_at"])
        if (now.date() - detected.date()).days < 30:
            active.append(item.key)
    return active
