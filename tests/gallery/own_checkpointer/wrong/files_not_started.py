"""Has not begun.

loses: test_file_saver
says: `FileSaver` is not defined yet
"""

# cell: file_saver
class FileSaver(FolderSaver):
    """Keeps each checkpoint in a file, and each task's writes in a file beside it."""
    raise NotImplementedError
