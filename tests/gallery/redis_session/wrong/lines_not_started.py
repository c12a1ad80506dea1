"""Nobody has written anything.

loses: test_lines_session
says: not started
"""

# cell: lines_session
class LinesSession:
    """A session that keeps its items in a text file, which other sessions may share."""
    raise NotImplementedError
