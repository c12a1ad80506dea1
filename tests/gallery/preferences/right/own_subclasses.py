"""A saver and a store of its own classes, derived from LangGraph's."""

# cell: checkpointer
import sqlite3


class Conversations(SqliteSaver):
    def __init__(self, path):
        super().__init__(sqlite3.connect(path, check_same_thread=False))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.conn.close()


def open_checkpointer(path):
    return Conversations(path)


# cell: store
@contextmanager
def open_store(path):
    class Preferences(SqliteStore):
        def of(self, user):
            return [item.key for item in self.search((user, "preferences"), limit=100)]

    with Preferences.from_conn_string(path) as store:
        yield store


# cell: chat
def chat(folder, user_id, thread_id, text):
    conversations, preferences = (
        str(Path(folder).joinpath(name).with_suffix(".db"))
        for name in ("conversations", "preferences")
    )
    with open_checkpointer(conversations) as saver, open_store(preferences) as store:
        graph = build_graph(saver, store)
        thread = {"configurable": dict(thread_id=thread_id)}
        given = dict(messages=[dict(role="user", content=text)], user_id=user_id)
        replies = [
            update["messages"]
            for step in graph.stream(given, thread, stream_mode="updates")
            for update in step.values()
            if update and "messages" in update
        ]
    message = replies[-1][-1] if isinstance(replies[-1], list) else replies[-1]
    return message["content"] if isinstance(message, dict) else message.text
