"""Uses the operations of a batch, and a helper."""

# cell: expiry
from langgraph.store.base import PutOp, SearchOp


def do(url, *operations):
    with opened(url) as store:
        store.sweep_ttl()
        return store.batch(operations)


def note(url, user_id, key, text, minutes):
    do(url, PutOp((user_id, "notes"), key, {"text": text}, ttl=minutes))


def active(url, user_id):
    [found] = do(url, SearchOp((user_id, "notes"), limit=9999, refresh_ttl=False))
    return {item.key: item.value["text"] for item in found}


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
