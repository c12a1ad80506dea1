"""Returns the connection alone.

loses: test_checkpointer test_two_conversations
says: a connection is not a saver yet
"""

# cell: checkpointer
import sqlite3


def open_checkpointer(path):
    return sqlite3.connect(path, check_same_thread=False)
