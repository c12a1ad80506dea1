"""Opens SQLite's database in memory.

loses: test_checkpointer test_two_conversations
says: writes where its connection leads
"""

# cell: checkpointer
def open_checkpointer(path):
    return SqliteSaver.from_conn_string(":memory:")
