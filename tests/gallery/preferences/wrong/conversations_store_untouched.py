"""Has written all but `open_store`.

loses: test_two_conversations
says: line of `open_store`
"""

# cell: store
def open_store(path):
    """Open the memories kept in the SQLite file at `path`; use it in a `with`."""
    raise NotImplementedError
