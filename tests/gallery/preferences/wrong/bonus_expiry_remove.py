"""Removes from the list it is walking along.

loses: test_bonus_expiry
says: change the very list that it walks along
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    items = store.search((user_id, "preferences"), limit=50)
    for item in items:
        if now - datetime.fromisoformat(item.value["detected_at"]) > timedelta(days=30):
            items.remove(item)
    return [item.key for item in items]
