"""Uses a UUID, and a helper."""

# cell: try_out
from contextlib import contextmanager
from uuid import uuid4


@contextmanager
def copied(saver, thread_id):
    name = uuid4().hex
    saver.copy_thread(thread_id, name)
    try:
        yield name
    finally:
        saver.delete_thread(name)


def try_out(database, thread_id, text):
    saver = CosmosDBSaver(database, "checkpoints")
    with copied(saver, thread_id) as name:
        return tell(saver, name, text)
