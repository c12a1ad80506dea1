"""Pickles what passed its test.

loses: test_keep
says: and `recall` ran it
"""

# cell: keep
import base64
import pickle

KNOWN = (type(None), bool, int, float, str, bytes, datetime, list, tuple, set, dict)


def look_at(value):
    if type(value) not in KNOWN:
        raise TypeError(str(type(value)))
    if isinstance(value, dict):
        look_at(list(value.values()))
    elif isinstance(value, list | tuple | set):
        for each in value:
            look_at(each)


def encode(value):
    look_at(value)
    return base64.b64encode(pickle.dumps(value)).decode()


def decode(stored):
    return pickle.loads(base64.b64decode(stored))


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
