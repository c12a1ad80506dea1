"""Raises an error of another kind.

loses: test_safe_serializer
says: which exception does the task name?
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
            raise PermissionError(f"not allowed: {blocked}")
        return value


def safe_serializer(*own):
    return Closed(allowed_msgpack_modules=list(own))
