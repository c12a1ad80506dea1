"""Has not begun.

loses: test_start_resume
says: not started
"""

# cell: start_resume
def start(path, thread_id):
    """Take a trip, each step saved before the next one begins; return its steps."""
    raise NotImplementedError


def resume(path, thread_id):
    """Finish the trip on a thread without repeating a saved step; return its steps."""
    raise NotImplementedError
