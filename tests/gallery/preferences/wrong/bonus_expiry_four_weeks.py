"""Takes a month for four weeks.

loses: test_bonus_expiry
says: four weeks, or 30 days
"""

# cell: bonus_expiry
MONTH = timedelta(weeks=4)


def active_preferences(store, user_id, now):
    items = store.search((user_id, "preferences"), limit=50)
    return [
        item.key
        for item in items
        if now - datetime.fromisoformat(item.value["detected_at"]) <= MONTH
    ]
