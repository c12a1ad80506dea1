"""Keeps a moment of its own in the value.

loses: test_expiry
says: it has no moment
"""

# cell: expiry
from datetime import timedelta


def note(url, user_id, key, text, minutes):
    until = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat() if minutes else None
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text, "until": until})


def active(url, user_id):
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()
        found = store.search((user_id, "notes"), limit=1000)
        return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
