"""Takes a dataclass apart with asdict, which copies all that is in it.

loses: test_find_unserializable
says: which function only names the fields?
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
            parts = list(dataclasses.asdict(value).items())
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
        if type(back) != type(value):
            found[path] = type(back).__name__
        return True

    for key, value in state.items():
        visit(str(key), value)
    return found
