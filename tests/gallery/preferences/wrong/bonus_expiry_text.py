"""Subtracts a text from a moment.

loses: test_bonus_expiry
says: unsupported operand type(s) for -
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    items = store.search((user_id, "preferences"), limit=50)
    return [item.key for item in items if now - item.value["detected_at"] <= timedelta(days=30)]
