"""Dicts that are merged; one listener for good, told apart by thread."""

# cell: find_unserializable
def find_unserializable(state, serde):
    def fate(value):
        try:
            back = serde.loads_typed(serde.dumps_typed((value,)))[0]
        except (TypeError, ValueError, OverflowError):
            return "refused"
        return "" if type(back) is type(value) else type(back).__name__

    def search(value, path):
        if dataclasses.is_dataclass(value):
            inner = {name: getattr(value, name) for name in type(value).__dataclass_fields__}
        elif isinstance(value, dict):
            inner = value
        elif isinstance(value, (list, tuple)):
            inner = dict(enumerate(value))
        else:
            inner = {}
        found = {}
        for key, part in inner.items():
            found |= search(part, f"{path}.{key}" if path else f"{key}")
        if path and "refused" not in found.values():
            own = fate(value)
            if own:
                found[path] = own
        return found

    return search(state, "")


# cell: safe_serializer
heard = threading.local()


def hear(event):
    if event["kind"] != "msgpack_unregistered_allowed" and hasattr(heard, "names"):
        heard.names.append(f"{event['module']}:{event['name']}")


class Threaded(JsonPlusSerializer):
    def loads_typed(self, data):
        heard.names = []
        value = super().loads_typed(data)
        names, heard.names = heard.names, []
        if names:
            raise ValueError(f"the row wants {names[0]}")
        return value


def safe_serializer(*own):
    Threaded.listening = getattr(Threaded, "listening", None) or register_serde_event_listener(hear)
    return Threaded(allowed_msgpack_modules=own or None)
