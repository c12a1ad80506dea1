"""Has not begun.

loses: test_checkpointer test_two_conversations
says: replace the `raise NotImplementedError` line of `open_checkpointer`
"""

# cell: checkpointer
def open_checkpointer(path):
    """Open the conversations kept in the SQLite file at `path`; use it in a `with`."""
    raise NotImplementedError
