"""Uses singledispatch and nested functions."""

# cell: keep
from functools import singledispatch


KINDS = {type(None), bool, int, float, str, bytes, datetime, list, tuple, set, dict}


def encode(value):
    if type(value) not in KINDS:
        raise TypeError(f"{type(value)} is not for keeping")
    return written(value)


@singledispatch
def written(value):
    return {"n": None}


@written.register
def _(value: bool):
    return {"t": value}


@written.register
def _(value: str):
    return {"s": value.split("\0")}


@written.register
def _(value: int):
    return {"i": f"{value:x}"}


@written.register
def _(value: float):
    return {"f": str(value)}


@written.register
def _(value: bytes):
    return {"b": value.hex(" ")}


@written.register
def _(value: datetime):
    return {"d": value.isoformat()}


@written.register(list)
@written.register(tuple)
@written.register(set)
def _(value):
    return {type(value).__name__: [encode(each) for each in value]}


@written.register
def _(value: dict):
    if any(type(key) is not str for key in value):
        raise TypeError("a dict with other keys than texts is not for keeping")
    return {"o": [[encode(key), encode(each)] for key, each in value.items()]}


READ = {
    "n": lambda c: None, "t": lambda c: c, "s": "\0".join, "i": lambda c: int(c, 16), "f": float,
    "b": bytes.fromhex, "d": datetime.fromisoformat,
    "list": lambda c: [decode(e) for e in c],
    "tuple": lambda c: tuple([decode(e) for e in c]),
    "set": lambda c: set([decode(e) for e in c]),
    "o": lambda c: {decode(k): decode(e) for k, e in c},
}


def decode(stored):
    [(mark, content)] = stored.items()
    return READ[mark](content)


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
