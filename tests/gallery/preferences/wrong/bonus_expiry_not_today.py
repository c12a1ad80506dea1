"""Counts days from one to thirty, so that what was said today does not count yet.

loses: test_bonus_expiry
says: is there an age at which a preference is too young to count?
"""


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    days = timedelta(days=1)
    names = []
    for item in store.search((user_id, "preferences"), limit=20):
        age = now - datetime.fromisoformat(item.value["detected_at"])
        if days <= age <= 30 * days:
            names.append(item.key)
    return names
