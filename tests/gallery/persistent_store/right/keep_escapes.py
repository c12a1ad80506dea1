"""Marks only what JSON does not know, and escapes dicts that look marked."""

# cell: keep
MARK = "$is"


def marked(kind, content):
    return {MARK: kind, "of": content}


def encode(value):
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return marked("str", value.encode().hex()) if "\0" in value else value
    if kind is int:
        return value if abs(value) < 2**53 else marked("int", hex(value))
    if kind is float:
        return marked("float", repr(value))
    if kind is bytes:
        return marked("bytes", value.hex())
    if kind is datetime:
        return marked("datetime", value.isoformat())
    if kind is list:
        return [encode(each) for each in value]
    if kind is tuple or kind is set:
        return marked(kind.__name__, [encode(each) for each in value])
    if kind is dict:
        if not all(type(key) is str for key in value):
            raise TypeError("keys are texts")
        if any(key == MARK or "\0" in key for key in value):
            return marked("dict", [[encode(key), encode(each)] for key, each in value.items()])
        return {key: encode(each) for key, each in value.items()}
    raise TypeError(str(kind))


def decode(stored):
    if isinstance(stored, list):
        return [decode(each) for each in stored]
    if not isinstance(stored, dict):
        return stored
    if MARK not in stored:
        return {key: decode(each) for key, each in stored.items()}
    kind, content = stored[MARK], stored["of"]
    match kind:
        case "int":
            return int(content, 16)
        case "float":
            return float(content)
        case "str":
            return bytes.fromhex(content).decode()
        case "bytes":
            return bytes.fromhex(content)
        case "datetime":
            return datetime.fromisoformat(content)
        case "tuple":
            return tuple(map(decode, content))
        case "set":
            return set(map(decode, content))
        case "dict":
            return {decode(key): decode(each) for key, each in content}


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
