"""Nobody has written anything.

loses: test_open_chat
says: not started
"""

# cell: open_chat
def open_chat(url, session_id):
    """Return an async context manager that gives a session on the database at `url`."""
    raise NotImplementedError
