"""Yields the saver after its `with` block.

loses: test_checkpointer test_two_conversations
says: is used after its end
"""

# cell: checkpointer
@contextmanager
def open_checkpointer(path):
    with SqliteSaver.from_conn_string(path) as saver:
        saver.setup()
    yield saver
