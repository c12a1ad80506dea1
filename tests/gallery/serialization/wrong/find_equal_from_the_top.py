"""Begins with the state itself, and asks whether it is equal to what it was.

loses: test_find_unserializable
says: a dict before and after; what did you compare?
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
        except Exception:
            found[path] = "refused"
            return False
        if back != value:
            found[path] = type(back).__name__
        return True

    visit('', state)
    return {path.removeprefix('.'): fate for path, fate in found.items()}
