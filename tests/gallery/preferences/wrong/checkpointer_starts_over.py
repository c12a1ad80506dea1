"""Removes the old file first.

loses: test_checkpointer test_two_conversations
says: what does your function do to a file that is already there
"""

# cell: checkpointer
@contextmanager
def open_checkpointer(path):
    Path(path).unlink(missing_ok=True)
    with SqliteSaver.from_conn_string(path) as saver:
        yield saver
