"""Catches the error of one serializer only.

loses: test_find_unserializable
says: which errors does the task count?
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
            back = serde.loads_typed(serde.dumps_typed([value]))[0]
        except TypeError:
            found[path] = "refused"
            return False
        if type(back) is not type(value):
            found[path] = type(back).__name__
        return True

    for key, value in state.items():
        visit(str(key), value)
    return found
