"""Listens to the log.

loses: test_safe_serializer
says: a log line comes once in a process
"""

# cell: safe_serializer
class Closed(JsonPlusSerializer):
    def loads_typed(self, data):
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())
        logger = logging.getLogger("langgraph.checkpoint.serde.jsonplus")
        logger.addHandler(handler)
        try:
            value = super().loads_typed(data)
        finally:
            logger.removeHandler(handler)
        for line in lines:
            if line.startswith("Blocked"):
                raise ValueError(line)
        return value


def safe_serializer(*own):
    return Closed(allowed_msgpack_modules=list(own))
