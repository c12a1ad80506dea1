"""Opens a store in memory.

loses: test_expiry
says: TTL is not supported by InMemoryStore
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened("memory:") as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)


def active(url, user_id):
    with opened("memory:", {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search((user_id, "notes"), limit=1000)
        return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
