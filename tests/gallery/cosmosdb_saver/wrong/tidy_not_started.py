"""Nobody has written anything.

loses: test_tidy
says: not started
"""

# cell: tidy
def tidy(database, active):
    """Prune the active threads, delete all others; return how many documents went."""
    raise NotImplementedError
