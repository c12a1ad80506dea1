"""Puts the labels the other way round.

loses: test_expiry
says: the table has 0 of them there
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put(("notes", user_id), key, {"text": text}, ttl=minutes)


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search(("notes", user_id), limit=1000)
        return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
