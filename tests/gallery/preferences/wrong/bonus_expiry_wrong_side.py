"""Keeps what has expired and drops what has not.

loses: test_bonus_expiry
says: which side of 30 days do you keep
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    cutoff = now - timedelta(days=30)
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        if datetime.fromisoformat(item.value["detected_at"]) <= cutoff:
            active.append(item.key)
    return active
