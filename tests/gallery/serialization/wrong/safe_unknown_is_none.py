"""Reads what it does not know as nothing.

loses: test_safe_serializer
says: how will the caller notice that a row is not what it was?
"""

# cell: safe_serializer
class Closed(JsonPlusSerializer):
    def loads_typed(self, data):
        if data[0] == "pickle":
            return {"channel_values": {}, "channel_versions": {}, "id": ""}
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
