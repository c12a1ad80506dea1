"""Writes the whole value into one JSON text."""

# cell: keep
import json


def pair(value):
    name = type(value).__name__
    plain = {
        "NoneType": lambda: 0,
        "bool": lambda: int(value),
        "str": lambda: value,
        "int": lambda: hex(value),
        "float": lambda: value.hex(),
        "bytes": lambda: value.decode("latin-1"),
        "datetime": lambda: str(value),
        "list": lambda: list(map(pair, value)),
        "tuple": lambda: list(map(pair, value)),
        "set": lambda: list(map(pair, value)),
        "dict": lambda: list(map(pair, value.items())),
    }
    if name not in plain or name == "dict" and {*map(type, value)} - {str}:
        raise TypeError(name)
    return name, plain[name]()


def unpair(stored):
    name, content = stored
    if name in ("list", "tuple", "set", "dict"):
        return {"list": list, "tuple": tuple, "set": set, "dict": dict}[name](map(unpair, content))
    return {
        "NoneType": lambda text: None,
        "bool": bool,
        "str": str,
        "int": lambda text: int(text, 16),
        "float": float.fromhex,
        "bytes": lambda text: text.encode("latin-1"),
        "datetime": datetime.fromisoformat,
    }[name](content)


def encode(value):
    return json.dumps(pair(value), ensure_ascii=False)


def decode(stored):
    return unpair(json.loads(stored))


def keep(url, user_id, key, value):
    stored = {"json": encode(value)}
    with opened(url) as store:
        store.put((user_id, "memories"), key, stored)


def recall(url, user_id, key):
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if item is None:
        raise KeyError(key)
    return decode(item.value["json"])
