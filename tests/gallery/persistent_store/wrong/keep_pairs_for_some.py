"""Marks sets with a pair, and lists not at all.

loses: test_keep
says: a list of pairs: kept
"""

# cell: keep
READ = {"set": set, "tuple": tuple, "bytes": bytes, "float": float, "int": int, "datetime": datetime.fromisoformat}


def encode(value):
    kind = type(value).__name__
    if value is None or kind in ("bool", "str"):
        return value
    if kind in ("int", "float"):
        return [kind, repr(value)]
    if kind == "bytes":
        return [kind, list(value)]
    if kind == "datetime":
        return [kind, value.isoformat()]
    if kind == "list":
        return [encode(each) for each in value]
    if kind in ("tuple", "set"):
        return [kind, [encode(each) for each in value]]
    if kind == "dict":
        return {key: encode(each) for key, each in value.items()}
    raise TypeError(kind)


def decode(stored):
    if isinstance(stored, dict):
        return {key: decode(each) for key, each in stored.items()}
    if isinstance(stored, list):
        if len(stored) == 2 and isinstance(stored[0], str) and stored[0] in READ:
            content = stored[1]
            if stored[0] in ("set", "tuple"):
                content = [decode(each) for each in content]
            return READ[stored[0]](content)
        return [decode(each) for each in stored]
    return stored


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
