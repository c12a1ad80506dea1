"""Marks every value with a dict of its own."""

# cell: keep
def hide(text):
    if type(text) is not str:
        raise TypeError("a key is a text")
    return text.replace("%", "%25").replace("\0", "%00")


def show(text):
    return text.replace("%00", "\0").replace("%25", "%")


MARKS = {
    type(None): ("none", lambda v: None, lambda c: None),
    bool: ("bool", lambda v: v, lambda c: c),
    str: ("text", hide, show),
    int: ("int", oct, lambda c: int(c, 8)),
    float: ("float", float.hex, float.fromhex),
    bytes: ("bytes", lambda v: list(v), bytes),
    datetime: ("moment", lambda v: v.isoformat(), datetime.fromisoformat),
    list: ("list", lambda v: [encode(e) for e in v], lambda c: [decode(e) for e in c]),
    tuple: ("tuple", lambda v: [encode(e) for e in v], lambda c: tuple(decode(e) for e in c)),
    set: ("set", lambda v: [encode(e) for e in v], lambda c: {decode(e) for e in c}),
    dict: ("dict", lambda v: {hide(k): encode(e) for k, e in v.items()}, lambda c: {show(k): decode(e) for k, e in c.items()}),
}


def encode(value):
    try:
        mark, write, _ = MARKS[type(value)]
    except KeyError:
        raise TypeError(f"no mark for {type(value)}") from None
    return {"mark": mark, "content": write(value)}


def decode(stored):
    for mark, _, read in MARKS.values():
        if mark == stored["mark"]:
            return read(stored["content"])


def keep(url, user_id, key, value):
    encoded = encode(value)
    with opened(url) as store:
        store.put((user_id, "memories"), key, encoded)


def recall(url, user_id, key):
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if not item:
        raise KeyError(f"nothing under {key}")
    return decode(item.value)
