"""Listens once more for each row, and never stops.

loses: test_safe_serializer
says: what came back when you registered it?
"""

# cell: safe_serializer
class Closed(JsonPlusSerializer):
    def loads_typed(self, data):
        heard, here = [], threading.get_ident()
        register_serde_event_listener(lambda e: threading.get_ident() == here and heard.append(e))
        value = super().loads_typed(data)
        blocked = [f"{e['module']}.{e['name']}" for e in heard if "blocked" in e["kind"]]
        if blocked:
            raise ValueError(f"not allowed: {blocked}")
        return value


def safe_serializer(*own):
    return Closed(allowed_msgpack_modules=list(own))
