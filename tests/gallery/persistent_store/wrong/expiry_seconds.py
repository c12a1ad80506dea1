"""Counts in seconds.

loses: test_expiry
says: ✗ SQLite: a note with minutes=1.5 expires then
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes and minutes * 60)


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search((user_id, "notes"), limit=1000)
        return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
