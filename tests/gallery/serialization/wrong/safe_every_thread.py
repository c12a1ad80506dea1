"""Takes what another thread reads for its own.

loses: test_safe_serializer
says: whose event is it
"""

# cell: safe_serializer
class Closed(JsonPlusSerializer):
    def loads_typed(self, data):
        heard = []
        stop = register_serde_event_listener(heard.append)
        try:
            value = super().loads_typed(data)
        finally:
            stop()
        blocked = [f"{e['module']}.{e['name']}" for e in heard if "blocked" in e["kind"]]
        if blocked:
            raise ValueError(f"not allowed: {blocked}")
        return value


def safe_serializer(*own):
    return Closed(allowed_msgpack_modules=list(own))
