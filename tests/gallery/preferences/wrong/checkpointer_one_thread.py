"""Connects in a way that only one thread may use.

loses: test_checkpointer test_two_conversations
says: what does sqlite3.connect need
"""

# cell: checkpointer
import sqlite3


@contextmanager
def open_checkpointer(path):
    connection = sqlite3.connect(path)
    try:
        yield SqliteSaver(connection)
    finally:
        connection.close()
