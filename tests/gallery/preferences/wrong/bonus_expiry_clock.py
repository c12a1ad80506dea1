"""Asks the clock instead of using `now`.

loses: test_bonus_expiry
says: the caller's, or the clock's
demo: yes
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    today = datetime.now(UTC)
    return [
        item.key
        for item in store.search((user_id, "preferences"), limit=50)
        if today - datetime.fromisoformat(item.value["detected_at"]) <= timedelta(days=30)
    ]
