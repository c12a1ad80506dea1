"""Has not begun.

loses: test_keep
says: not started
"""

# cell: keep
def keep(saver, thread_id, day, text):
    """Write a page of a thread's diary; return all its pages."""
    raise NotImplementedError
