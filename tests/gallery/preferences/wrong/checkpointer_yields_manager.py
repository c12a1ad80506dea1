"""Hands a context manager on without entering it.

loses: test_checkpointer test_two_conversations
says: wants to be entered itself
"""

# cell: checkpointer
@contextmanager
def open_checkpointer(path):
    yield SqliteSaver.from_conn_string(path)
