"""Returns a store that `with` cannot enter.

loses: test_two_conversations
says: compare your two open_ functions
"""

# cell: store
import sqlite3


def open_store(path):
    return SqliteStore(sqlite3.connect(path, check_same_thread=False))
