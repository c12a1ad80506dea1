"""Copies the line from the store.

loses: test_checkpointer test_two_conversations
says: a saver keeps threads; which is this
"""

# cell: checkpointer
def open_checkpointer(path):
    return SqliteStore.from_conn_string(path)
