"""Has not begun.

loses: test_admit
says: not started
"""

# cell: admit
def admit(measured, limits):
    """Return the backends within all limits, each with its foretold bytes, fewest first."""
    raise NotImplementedError
