"""Trusts `omit_expired` on PostgreSQL only."""

# cell: expiry
def note(url, user_id, key, text, minutes):
    settings = {"default_ttl": minutes}
    with opened(url, settings) as store:
        store.put(namespace=(user_id, "notes"), key=key, value={"text": text})


def active(url, user_id):
    with opened(url, {"omit_expired": True}) as store:
        if url.startswith("sqlite"):
            store.sweep_ttl()
        found = store.search((user_id, "notes"), limit=10**6, refresh_ttl=False)
    return dict((item.key, item.value["text"]) for item in found)


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
