"""Nobody has written anything.

loses: test_open_chat
says: not started
"""

# cell: open_chat
def open_chat(path):
    """Open a diary for as long as a block; give a function that takes its turns."""
    raise NotImplementedError
