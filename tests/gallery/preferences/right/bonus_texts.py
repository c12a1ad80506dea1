"""Compares ISO texts, which sort like the moments they stand for."""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    return [
        found.key
        for found in store.search((user_id, "preferences"), query=query, limit=limit)
        if found.namespace[0] == user_id
    ]


# cell: bonus_expiry
DAYS = 30


def active_preferences(store, user_id, now):
    oldest = (now - timedelta(days=DAYS)).isoformat()
    recent = []
    for item in store.search((user_id, "preferences"), limit=len(KEYWORDS)):
        if item.value["detected_at"] >= oldest:
            recent += [item.key]
    return recent


# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    import agents
    import agents.extensions.memory as memory

    arguments = {"encryption_key": key, "ttl": ttl, "session_id": user_id}
    return memory.EncryptedSession(
        underlying_session=agents.SQLiteSession(user_id, path), **arguments
    )
