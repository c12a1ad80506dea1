"""Has not begun.

loses: test_ask
says: not started
"""

# cell: ask
def ask(saver, thread_id, city):
    """Take one turn of a search; return all results of the thread, oldest first."""
    raise NotImplementedError
