"""Makes room before it looks at the value.

loses: test_keep
says: after the refusal `recall` returned
"""

# cell: keep
def encode(value):
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
        return [kind, [encode(each) for each in value]]
    if kind == "dict":
        return [kind, [[key, encode(each)] for key, each in value.items()]]
    raise TypeError(f"cannot keep a {kind}")


def decode(stored):
    kind, content = stored
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](decode(each) for each in content)
    if kind == "dict":
        return {key: decode(each) for key, each in content}
    if kind == "datetime":
        return datetime.fromisoformat(content)
    if kind == "bytes":
        return bytes.fromhex(content)
    return {"int": int, "float": float}.get(kind, lambda same: same)(content)


def keep(url, user_id, key, value):
    with opened(url) as store:
        store.put((user_id, "memories"), key, {"kept": ["NoneType", None]})
        store.put((user_id, "memories"), key, {"kept": encode(value)})


def recall(url, user_id, key):
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if item is None:
        raise KeyError(key)
    return decode(item.value["kept"])
