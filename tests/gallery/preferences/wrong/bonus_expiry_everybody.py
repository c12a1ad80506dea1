"""Looks at the preferences of all users.

loses: test_bonus_expiry
says: the namespace says whose they are
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(days=30)
    return [
        item.key
        for item in store.search((), limit=50)
        if datetime.fromisoformat(item.value["detected_at"]) >= oldest
    ]
