"""Goes by the time at which the store wrote the item.

loses: test_bonus_expiry
says: the store keeps times of its own
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(days=30)
    items = store.search((user_id, "preferences"), limit=50)
    return [item.key for item in items if item.updated_at >= oldest]
