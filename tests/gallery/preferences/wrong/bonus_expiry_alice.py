"""Has tried it out with one user and left her name in.

loses: test_bonus_expiry
says: whose preferences did the caller ask for
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    oldest = now - timedelta(days=30)
    return [
        item.key
        for item in store.search(("alice", "preferences"), limit=50)
        if datetime.fromisoformat(item.value["detected_at"]) >= oldest
    ]
