"""Nobody has written anything.

loses: test_try_out
says: not started
"""

# cell: try_out
def try_out(database, thread_id, text):
    """Take a turn on a copy of a thread, and leave no trace; return the copy's texts."""
    raise NotImplementedError
