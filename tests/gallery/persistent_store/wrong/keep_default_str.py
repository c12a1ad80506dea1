"""Lets json make a text of all that it does not know.

loses: test_keep
says: got {at: '2026
"""

# cell: keep
import json


def encode(value):
    return json.dumps(value, default=str)


def decode(stored):
    return json.loads(stored)


def keep(url, user_id, key, value):
    stored = {"kept": encode(value)}
    with opened(url) as store:
        store.put((user_id, "memories"), key, stored)


def recall(url, user_id, key):
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if item is None:
        raise KeyError(key)
    return decode(item.value["kept"])
