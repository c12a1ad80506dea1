"""Nobody has written anything.

loses: test_add
says: not started
"""

# cell: add
def add(url, thread_id, amount):
    """Add to the total of a thread, one turn at a time; return the new total."""
    raise NotImplementedError
