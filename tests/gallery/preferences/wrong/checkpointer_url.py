"""Writes the path as a database URL.

loses: test_checkpointer test_two_conversations
says: sqlite3 takes the path of a file
"""

# cell: checkpointer
def open_checkpointer(path):
    return SqliteSaver.from_conn_string(f"sqlite:///{path}")
