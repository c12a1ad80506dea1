"""Nobody has written anything.

loses: test_trim
says: not started
"""

# cell: trim
def trim(history, new, turns=3):
    """Return what is to be sent: standing instructions, the last turns, the new items."""
    raise NotImplementedError
