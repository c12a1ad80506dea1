"""Asks for a hundred.

loses: test_expiry
says: how many may a user have
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()  # SqliteStore 3.1.2 takes `omit_expired` and ignores it
        found = store.search((user_id, "notes"), limit=100)
    return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return int(store.sweep_ttl())
