"""Forgets what to yield.

loses: test_checkpointer test_two_conversations
says: what does your function yield?
"""

# cell: checkpointer
@contextmanager
def open_checkpointer(path):
    with SqliteSaver.from_conn_string(path) as saver:
        saver.setup()
        yield
