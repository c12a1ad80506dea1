"""Prints the names and returns nothing.

loses: test_bonus_expiry
says: that never says `return`
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    for item in store.search((user_id, "preferences"), limit=50):
        detected = datetime.fromisoformat(item.value["detected_at"])
        if now - detected <= timedelta(days=30):
            print(item.key, "is active")
