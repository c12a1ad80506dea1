"""A refusal of its own kind, which is a ValueError; positional names."""

# cell: find_unserializable
def find_unserializable(state, serde):
    found = {}

    def visit(path, value):
        parts = []
        if isinstance(value, dict):
            parts = list(value.items())
        elif isinstance(value, (list, tuple)):
            parts = list(enumerate(value))
        elif dataclasses.is_dataclass(value):
            parts = [(f.name, getattr(value, f.name)) for f in dataclasses.fields(value)]
        fine = True
        for key, part in parts:
            if not visit(f"{path}.{key}", part):
                fine = False
        if not fine:
            return False
        try:
            back = serde.loads_typed(serde.dumps_typed([value]))[0]
        except Exception:
            found[path] = "refused"
            return False
        if type(back) != type(value):
            found[path] = type(back).__name__
        return True

    for key, value in state.items():
        visit(str(key), value)
    return found


# cell: safe_serializer
class Refused(ValueError):
    def __init__(self, event):
        super().__init__(f"{event['module']}.{event['name']} is not on the list")
        self.event = event


class Strict(JsonPlusSerializer):
    def __init__(self, *own):
        super().__init__(pickle_fallback=False, allowed_json_modules=None, allowed_msgpack_modules=own or None)

    def loads_typed(self, data):
        first, here = [], threading.get_native_id()
        stop = register_serde_event_listener(
            lambda event: first.append(event)
            if "blocked" in event["kind"] and threading.get_native_id() == here
            else None
        )
        try:
            value = super().loads_typed(data)
        finally:
            stop()
        if first:
            raise Refused(first[0])
        return value


def safe_serializer(*own):
    return Strict(*own)
