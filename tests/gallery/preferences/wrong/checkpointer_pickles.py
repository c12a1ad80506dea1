"""Pickles a saver's memory into the file.

loses: test_checkpointer test_two_conversations
says: is it an SQLite database
"""

# cell: checkpointer
import pickle

from langgraph.checkpoint.memory import InMemorySaver


@contextmanager
def open_checkpointer(path):
    saver = InMemorySaver()
    file = Path(path)
    if file.exists():
        saver.blobs.update(pickle.loads(file.read_bytes()))
    yield saver
    file.write_bytes(pickle.dumps(dict(saver.blobs)))
