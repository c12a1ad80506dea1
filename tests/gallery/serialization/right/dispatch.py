"""functools.singledispatch; a class made by type()."""

# cell: find_unserializable
from functools import singledispatch


@singledispatch
def children(value):
    if dataclasses.is_dataclass(value):
        return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    return []


@children.register
def _(value: dict):
    return list(value.items())


@children.register(list)
@children.register(tuple)
def _(value):
    return list(enumerate(value))


def find_unserializable(state, serde):
    found = {}

    def check(value, *path):
        fine = [check(part, *path, str(key)) for key, part in children(value)]
        if not all(fine) or not path:
            return all(fine)
        try:
            kind = type(serde.loads_typed(serde.dumps_typed([value]))[0])
        except Exception:
            kind = None
        if kind is not type(value):
            found[".".join(path)] = kind.__name__ if kind else "refused"
        return kind is not None

    check(state)
    return found


# cell: safe_serializer
def safe_serializer(*own):
    def loads_typed(self, data):
        events = []
        me = threading.current_thread()
        stop = register_serde_event_listener(lambda e: threading.current_thread() is me and events.append(e))
        try:
            value = JsonPlusSerializer.loads_typed(self, data)
        finally:
            stop()
        bad = {f"{e['module']}.{e['name']}" for e in events if "blocked" in e["kind"]}
        if bad:
            raise ValueError(f"refused: {sorted(bad)}")
        return value

    made = type("Strict", (JsonPlusSerializer,), {"loads_typed": loads_typed})
    return made(allowed_msgpack_modules=[(each.__module__, each.__name__) for each in own] or None)
