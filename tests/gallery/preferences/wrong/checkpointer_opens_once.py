"""Opens the first path for good, and gives it to everybody.

loses: test_checkpointer test_two_conversations
says: what does your function keep from one call to the next
"""

# cell: checkpointer
import sqlite3
from contextlib import nullcontext

connection = None


def open_checkpointer(path):
    global connection
    if connection is None:
        connection = sqlite3.connect(path, check_same_thread=False)
    return nullcontext(SqliteSaver(connection))
