"""Deletes what was there, then looks at the value.

loses: test_keep
says: after the refusal `recall` raised KeyError
"""

# cell: keep
def encode(value):
    kind = type(value).__name__
    content = value
    if kind == "str":
        content = value.split("\0")
    elif kind in ("int", "float"):
        content = hex(value) if kind == "int" else repr(value)
    elif kind == "bytes":
        content = value.hex()
    elif kind == "datetime":
        content = value.isoformat()
    elif kind in ("list", "tuple", "set"):
        content = [encode(each) for each in value]
    elif kind == "dict" and all(type(key) is str for key in value):
        content = [[encode(key), encode(each)] for key, each in value.items()]
    elif kind not in ("NoneType", "bool"):
        raise TypeError(f"a value of type {kind} is not kept, or not with such keys")
    return [kind, content]


def decode(stored):
    kind, content = stored
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](map(decode, content))
    if kind == "dict":
        return {decode(key): decode(each) for key, each in content}
    read = {"bytes": bytes.fromhex, "datetime": datetime.fromisoformat}
    read |= {"int": lambda digits: int(digits, 16), "float": float, "str": "\0".join}
    return read[kind](content) if kind in read else content


def keep(url, user_id, key, value):
    with opened(url) as store:
        store.delete((user_id, "memories"), key)
        store.put((user_id, "memories"), key, {"kept": encode(value)})


def recall(url, user_id, key):
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if item is None:
        raise KeyError(key)
    return decode(item.value["kept"])
