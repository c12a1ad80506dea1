"""Reads the moment under another name than the task gives.

loses: test_bonus_expiry
says: raised KeyError: 'timestamp'
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    active = []
    for item in store.search((user_id, "preferences"), limit=50):
        detected = datetime.fromisoformat(item.value["timestamp"])
        if now - detected <= timedelta(days=30):
            active.append(item.key)
    return active
