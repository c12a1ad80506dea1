"""The function has another name.

loses: test_checkpointer test_two_conversations
says: not started: `open_checkpointer` is not defined yet
"""

# cell: checkpointer
def open_checkpoints(path):
    return SqliteSaver.from_conn_string(path)
