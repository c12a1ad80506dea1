"""Enters the context manager itself and returns what is left.

loses: test_checkpointer test_two_conversations
says: ends when it returns
"""

# cell: checkpointer
def open_checkpointer(path):
    with SqliteSaver.from_conn_string(path) as saver:
        return saver
