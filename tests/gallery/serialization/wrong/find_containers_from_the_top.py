"""Begins with the state itself, and lists what holds something refused.

loses: test_find_unserializable
says: that is the whole state: is it at fault
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
        try:
            back = serde.loads_typed(serde.dumps_typed([value]))[0]
        except Exception:
            found[path] = "refused"
            return False
        if type(back) is not type(value):
            found[path] = type(back).__name__
        return True

    visit('', state)
    return {path.removeprefix('.'): fate for path, fate in found.items()}
