"""Asks about a container only where it comes back, as if only its parts could be refused.

loses: test_find_unserializable
says: all its parts can be saved, and it cannot
"""


# cell: find_unserializable
def find_unserializable(state, serde):
    found = {}

    def visit(path, value):
        parts = {}
        if isinstance(value, dict):
            parts = value
        elif isinstance(value, (list, tuple)):
            parts = dict(enumerate(value))
        elif dataclasses.is_dataclass(value):
            parts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        for key, part in parts.items():
            visit(f"{path}.{key}", part)
        try:
            [back] = serde.loads_typed(serde.dumps_typed([value]))
        except Exception:
            if not parts:
                found[path] = "refused"
            return
        if type(back) is not type(value):
            found[path] = type(back).__name__

    for key, value in state.items():
        visit(key, value)
    return found
