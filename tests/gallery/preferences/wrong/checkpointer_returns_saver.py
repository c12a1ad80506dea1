"""Returns a saver, which is no context manager.

loses: test_checkpointer test_two_conversations
says: contextlib.contextmanager, or something
"""

# cell: checkpointer
import sqlite3


def open_checkpointer(path):
    connection = sqlite3.connect(path, check_same_thread=False)
    return SqliteSaver(connection)
