"""A stack instead of recursion; names are read before anything is loaded."""

# cell: find_unserializable
def find_unserializable(state, serde):
    places = []
    todo = [((str(key),), value) for key, value in state.items()]
    while todo:
        path, value = todo.pop()
        places.append((path, value))
        match value:
            case dict():
                parts = value.items()
            case list() | tuple():
                parts = enumerate(value)
            case _ if dataclasses.is_dataclass(value):
                parts = vars(value).items()
            case _:
                parts = []
        todo.extend(((*path, str(key)), part) for key, part in parts)
    fates = {}
    for path, value in sorted(places, key=lambda place: -len(place[0])):
        if any(fate == "refused" and other[: len(path)] == path for other, fate in fates.items()):
            continue
        try:
            back = serde.loads_typed(serde.dumps_typed({"x": value}))["x"]
        except Exception:
            fates[path] = "refused"
        else:
            if back.__class__ is not value.__class__:
                fates[path] = back.__class__.__name__
    return {".".join(path): fate for path, fate in fates.items()}


# cell: safe_serializer
from langgraph.checkpoint.serde._msgpack import SAFE_MSGPACK_METHODS, SAFE_MSGPACK_TYPES


class Scanning(JsonPlusSerializer):
    def __init__(self, own):
        super().__init__(allowed_msgpack_modules=own or None)
        self.known = {(each.__module__, each.__name__) for each in own} | SAFE_MSGPACK_TYPES

    def scan(self, stored, strange):
        def hook(code, inside):
            told = self.scan(inside, strange)
            if code == 3:
                if (told[0], told[1], told[3]) not in SAFE_MSGPACK_METHODS:
                    strange.append(f"{told[0]}.{told[1]}.{told[3]}")
            elif code < 6 and (told[0], told[1]) not in self.known:
                strange.append(f"{told[0]}.{told[1]}")
            return str(told)

        return ormsgpack.unpackb(stored, ext_hook=hook, option=ormsgpack.OPT_NON_STR_KEYS)

    def loads_typed(self, data):
        if data[0] == "msgpack":
            strange = []
            self.scan(data[1], strange)
            if strange:
                raise ValueError(f"not allowed: {strange}")
        return super().loads_typed(data)


def safe_serializer(*own):
    return Scanning(own)
