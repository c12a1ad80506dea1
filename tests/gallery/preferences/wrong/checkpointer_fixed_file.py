"""Always opens the same file.

loses: test_checkpointer test_two_conversations
says: which file does your saver write to
"""

# cell: checkpointer
def open_checkpointer(path="checkpoints.db"):
    return SqliteSaver.from_conn_string("checkpoints.db")
