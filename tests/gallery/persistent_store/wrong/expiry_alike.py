"""Matches the beginning of a name.

loses: test_expiry
says: is another user
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)



def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search((), limit=1000)
        return {item.key: item.value["text"] for item in found if item.namespace[0].startswith(user_id)}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
