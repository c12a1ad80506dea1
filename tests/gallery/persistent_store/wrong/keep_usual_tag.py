"""Marks some values with a key that callers use, too.

loses: test_keep
says: a dict with keys like tags: kept
"""

# cell: keep
TAG = "__type__"


def encode(value):
    kind = type(value).__name__
    if value is None or kind in ("bool", "str"):
        return value
    if kind in ("int", "float"):
        return {TAG: kind, "content": repr(value)}
    if kind == "bytes":
        return {TAG: kind, "content": value.hex()}
    if kind == "datetime":
        return {TAG: kind, "content": value.isoformat()}
    if kind == "list":
        return [encode(each) for each in value]
    if kind in ("tuple", "set"):
        return {TAG: kind, "content": [encode(each) for each in value]}
    if kind == "dict":
        return {key: encode(each) for key, each in value.items()}
    raise TypeError(kind)


def decode(stored):
    if isinstance(stored, list):
        return [decode(each) for each in stored]
    if not isinstance(stored, dict):
        return stored
    if TAG in stored:
        read = {"int": int, "float": float, "bytes": bytes.fromhex, "datetime": datetime.fromisoformat}
        if stored[TAG] in ("tuple", "set"):
            return {"tuple": tuple, "set": set}[stored[TAG]](map(decode, stored["content"]))
        return read[stored[TAG]](stored["content"])
    return {key: decode(each) for key, each in stored.items()}


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
