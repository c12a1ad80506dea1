"""Never forgets what it heard.

loses: test_safe_serializer
says: what does your serializer remember from one row to the next?
"""

# cell: safe_serializer
class Closed(JsonPlusSerializer):
    def __init__(self, own):
        super().__init__(allowed_msgpack_modules=own)
        self.heard = []
        register_serde_event_listener(self.heard.append)

    def loads_typed(self, data):
        value = super().loads_typed(data)
        blocked = [event["name"] for event in self.heard if "blocked" in event["kind"]]
        if blocked:
            raise ValueError(f"not allowed: {blocked}")
        return value


def safe_serializer(*own):
    return Closed(own)
