"""Lets everything be made, then looks at the names.

loses: test_safe_serializer
says: first look, then load
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
        names = {(e["module"], e["name"]) for e in heard} - self.own
        if names:
            raise ValueError(f"not allowed: {names}")
        return value


def safe_serializer(*own):
    made = Closed(allowed_msgpack_modules=True)
    made.own = {(each.__module__, each.__name__) for each in own}
    return made
