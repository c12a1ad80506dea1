"""Opens its connections itself, and stacks the two files up in chat."""

# cell: checkpointer
import sqlite3


@contextmanager
def open_checkpointer(path):
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    try:
        saver = SqliteSaver(connection)
        saver.setup()
        yield saver
    finally:
        connection.close()


# cell: store
class open_store:
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.connection = sqlite3.connect(
            self.path, check_same_thread=False, isolation_level=None, timeout=2
        )
        store = SqliteStore(self.connection)
        store.setup()
        return store

    def __exit__(self, *error):
        self.connection.close()


# cell: chat
from contextlib import ExitStack


def chat(folder, user_id, thread_id, text):
    folder = Path(folder)
    with ExitStack() as stack:
        saver = stack.enter_context(open_checkpointer(folder / "conversations.db"))
        store = stack.enter_context(open_store(folder / "preferences.db"))
        graph = build_graph(saver, store)
        config = {"configurable": {"thread_id": thread_id}}
        for step in graph.stream(
            {"messages": text, "user_id": user_id}, config, stream_mode="values"
        ):
            reply = step["messages"][-1]
        return reply.content
