"""Uses singledispatch and nested functions."""

# cell: keep
from functools import singledispatch


@singledispatch
def encode(value):
    raise TypeError(f"{type(value)} is not for keeping")


@encode.register
def _(value: None):
    return {"n": None}


@encode.register
def _(value: bool):
    return {"t": value}


@encode.register
def _(value: str):
    return {"s": value}


@encode.register
def _(value: int):
    return {"i": f"{value:d}"}


@encode.register
def _(value: float):
    return {"f": str(value)}


@encode.register
def _(value: bytes):
    return {"b": value.hex(" ")}


@encode.register
def _(value: datetime):
    return {"d": value.isoformat()}


@encode.register(list)
@encode.register(tuple)
@encode.register(set)
def _(value):
    return {type(value).__name__: [encode(each) for each in value]}


@encode.register
def _(value: dict):
    return {"o": {key: encode(each) for key, each in value.items()}}


READ = {
    "n": lambda c: None, "t": lambda c: c, "s": lambda c: c, "i": int, "f": float,
    "b": bytes.fromhex, "d": datetime.fromisoformat,
    "list": lambda c: [decode(e) for e in c],
    "tuple": lambda c: tuple([decode(e) for e in c]),
    "set": lambda c: set([decode(e) for e in c]),
    "o": lambda c: {k: decode(e) for k, e in c.items()},
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
