"""Makes the store's connection itself, without autocommit.

loses: test_two_conversations
says: transaction
"""

# cell: store
import sqlite3


@contextmanager
def open_store(path):
    connection = sqlite3.connect(path, check_same_thread=False)
    yield SqliteStore(connection)
    connection.close()
