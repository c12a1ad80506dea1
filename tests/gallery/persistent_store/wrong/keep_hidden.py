"""Hides the texts in base64.

loses: test_keep
says: the row holds
"""

# cell: keep
import base64
import json


def pair(value):
    kind = type(value).__name__
    if value is None or kind in ("bool", "str"):
        return [kind, value]
    if kind in ("int", "float"):
        return [kind, repr(value)]
    if kind == "bytes":
        return [kind, value.hex()]
    if kind == "datetime":
        return [kind, value.isoformat()]
    if kind in ("list", "tuple", "set"):
        return [kind, [pair(each) for each in value]]
    if kind == "dict":
        return [kind, [[key, pair(each)] for key, each in value.items()]]
    raise TypeError(f"cannot keep a {kind}")


def unpair(stored):
    kind, content = stored
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](unpair(each) for each in content)
    if kind == "dict":
        return {key: unpair(each) for key, each in content}
    if kind == "datetime":
        return datetime.fromisoformat(content)
    if kind == "bytes":
        return bytes.fromhex(content)
    return {"int": int, "float": float}.get(kind, lambda same: same)(content)



def encode(value):
    return base64.b64encode(json.dumps(pair(value)).encode()).decode()


def decode(stored):
    return unpair(json.loads(base64.b64decode(stored)))


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
