"""Returns items instead of names.

loses: test_bonus_expiry
says: an item's key is the preference's name
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    def is_active(item):
        return now - datetime.fromisoformat(item.value["detected_at"]) <= timedelta(days=30)

    return list(filter(is_active, store.search((user_id, "preferences"), limit=50)))
