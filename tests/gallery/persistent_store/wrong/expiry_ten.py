"""Forgets the limit.

loses: test_expiry
says: it returned 10 notes
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search((user_id, "notes"))
        return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
