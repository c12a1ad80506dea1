"""Judges the fields of the state, and nothing inside.

loses: test_find_unserializable
says: a dict inside a dict: who looks into that one?
"""

# cell: find_unserializable
def find_unserializable(state, serde):
    found = {}
    for key, value in state.items():
        try:
            [back] = serde.loads_typed(serde.dumps_typed([value]))
        except TypeError:
            found[key] = "refused"
        else:
            if type(back) is not type(value):
                found[key] = type(back).__name__
    return found
