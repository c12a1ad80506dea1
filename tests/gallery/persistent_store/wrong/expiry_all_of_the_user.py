"""Searches under the user alone, and takes whatever is there for a note.

loses: test_expiry
says: how does yours begin?
"""


# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        return {item.key: item.value["text"] for item in store.search((user_id,), limit=1000)}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
