"""Compares dates, the thirtieth day included.

loses: test_bonus_expiry
says: is a date exact enough for this
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    first_day = (now - timedelta(days=30)).date()
    return [
        item.key
        for item in store.search((user_id, "preferences"), limit=50)
        if datetime.fromisoformat(item.value["detected_at"]).date() >= first_day
    ]
