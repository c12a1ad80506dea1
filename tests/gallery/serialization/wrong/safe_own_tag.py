"""Gives its rows a tag of its own.

loses: test_safe_serializer
says: what did the tag say in section 1?
"""

# cell: safe_serializer
class Closed(JsonPlusSerializer):
    def dumps_typed(self, obj):
        tag, stored = super().dumps_typed(obj)
        return f"safe-{tag}", stored

    def loads_typed(self, data):
        data = (data[0].removeprefix("safe-"), data[1])
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
