"""Asks for each preference by name, and stops at the first that is not stored.

loses: test_bonus_expiry
says: ✗ a preference detected two days before `now` is active
"""


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    names = []
    for name in KEYWORDS.values():
        item = store.get((user_id, "preferences"), name)
        if item is None:
            break
        if now - datetime.fromisoformat(item.value["detected_at"]) <= timedelta(days=30):
            names.append(name)
    return names
