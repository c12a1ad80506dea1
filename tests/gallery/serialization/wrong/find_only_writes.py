"""Takes only the writing for something that can fail.

loses: test_find_unserializable
says: around which calls, do you catch them?
"""

# cell: find_unserializable
def find_unserializable(state, serde):
    found = {}

    def visit(path, value):
        parts = []
        if isinstance(value, dict):
            parts = list(value.items())
        elif isinstance(value, (list, tuple)):
            parts = list(enumerate(value))
        elif dataclasses.is_dataclass(value):
            parts = [(f.name, getattr(value, f.name)) for f in dataclasses.fields(value)]
        fine = True
        for key, part in parts:
            if not visit(f"{path}.{key}", part):
                fine = False
        if not fine:
            return False
        try:
            row = serde.dumps_typed([value])
        except Exception:
            found[path] = "refused"
            return False
        [back] = serde.loads_typed(row)
        if type(back) is not type(value):
            found[path] = type(back).__name__
        return True

    for key, value in state.items():
        visit(str(key), value)
    return found
