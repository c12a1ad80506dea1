"""Yields, and leaves out the decorator.

loses: test_checkpointer test_two_conversations
says: which decorator is for `with`
"""

# cell: checkpointer
def open_checkpointer(path):
    with SqliteSaver.from_conn_string(path) as saver:
        yield saver
