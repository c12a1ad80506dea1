"""Starts a sweeper and goes.

loses: test_expiry
says: are still there
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search((user_id, "notes"), limit=1000)
        return {item.key: item.value["text"] for item in found}



def forget_expired(url):
    with opened(url, {"sweep_interval_minutes": 1}) as store:
        store.start_ttl_sweeper()
        store.stop_ttl_sweeper()
        return 0
