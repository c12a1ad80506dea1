"""Leaves the stub as it is.

loses: test_undo
says: not started
"""

# cell: undo
def undo(path, thread_id):
    """Take back the latest turn of a diary; return the texts that are left."""
    raise NotImplementedError
