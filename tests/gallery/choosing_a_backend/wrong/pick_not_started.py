"""Has not begun.

loses: test_pick
says: not started
"""

# cell: pick
def pick(needs):
    """Return for each part a backend and the need that decided."""
    raise NotImplementedError
