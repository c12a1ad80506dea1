"""Makes its own connections, with the right settings."""

# cell: keep
import json


def encode(value):
    kind = type(value).__name__
    if value is None or kind == "bool":
        return [kind, value]
    if kind == "str":
        return [kind, json.dumps(value, ensure_ascii=False)]
    if kind == "int":
        return [kind, value.to_bytes(value.bit_length() // 8 + 1, signed=True).hex()]
    if kind == "float":
        return [kind, repr(value)]
    if kind == "bytes":
        return [kind, value.hex()]
    if kind == "datetime":
        return [kind, value.isoformat()]
    if kind in ("list", "tuple", "set"):
        return [kind, [encode(each) for each in value]]
    if kind == "dict":
        for key in value:
            if type(key) is not str:
                raise TypeError(f"cannot keep a dict with {key!r} as a key")
        return [kind, [[json.dumps(key), encode(each)] for key, each in value.items()]]
    raise TypeError(f"cannot keep a {kind}")


def decode(stored):
    kind, content = stored
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](decode(each) for each in content)
    if kind == "dict":
        return {json.loads(key): decode(each) for key, each in content}
    if kind == "datetime":
        return datetime.fromisoformat(content)
    if kind == "str":
        return json.loads(content)
    if kind == "bytes":
        return bytes.fromhex(content)
    if kind == "int":
        return int.from_bytes(bytes.fromhex(content), signed=True)
    return float(content) if kind == "float" else content



@contextmanager
def mine(url):
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            yield PostgresStore(connection)
    else:
        path = url.split("///", 1)[1]
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
            yield SqliteStore(connection)


def keep(url, user_id, key, value):
    ready = encode(value)
    with mine(url) as store:
        store.put((user_id, "memories"), key, {"it": ready}, index=False)


def recall(url, user_id, key):
    with mine(url) as store:
        for item in store.search((user_id, "memories"), limit=10_000):
            if item.key == key:
                return decode(item.value["it"])
    raise KeyError(key)
