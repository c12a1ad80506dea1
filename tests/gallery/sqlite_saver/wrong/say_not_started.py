"""Has not begun.

loses: test_say
says: not started
"""

# cell: say
def say(path, thread_id, text):
    """Take one turn of the diary kept at `path`; return the texts of the whole thread."""
    raise NotImplementedError
