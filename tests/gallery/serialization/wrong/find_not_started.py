"""Has not begun.

loses: test_find_unserializable
says: not started
"""

# cell: find_unserializable
def find_unserializable(state, serde):
    """Return what `serde` does not give back as it was: by path, what becomes of it."""
    raise NotImplementedError
