"""Subtracts the stored text from the moment.

loses: test_bonus_expiry
says: datetime.fromisoformat makes a moment of it
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    items = store.search((user_id, "preferences"), limit=100)
    return [item.key for item in items if now - item.value["detected_at"] <= timedelta(days=30)]
