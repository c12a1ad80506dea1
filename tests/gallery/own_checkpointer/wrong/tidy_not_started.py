"""Has not begun.

loses: test_tidy_saver
says: `TidySqliteSaver` is not defined yet
"""

# cell: tidy_saver
class TidySqliteSaver(AsyncSqliteSaver):
    """An AsyncSqliteSaver that can prune, copy a thread, and delete what a run left."""
    raise NotImplementedError
