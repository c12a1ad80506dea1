"""Writes a context manager that opens a graph."""

# cell: say
from contextlib import contextmanager


@contextmanager
def opened(build, path):
    connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
    try:
        yield build(SqliteSaver(connection))
    finally:
        connection.close()


def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("thread_id")
    with opened(diary_graph, path) as graph:
        thread = {"configurable": {"thread_id": thread_id}}
        return [m.text for m in graph.invoke({"messages": [("human", text)]}, thread)["messages"]]


# cell: start_resume
from contextlib import contextmanager


@contextmanager
def opened_trip(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        yield trip_graph(saver), {"configurable": {"thread_id": thread_id}}


def start(path, thread_id):
    with opened_trip(path, thread_id) as (graph, config):
        return graph.invoke({"steps": []}, config, durability="sync")["steps"]


def resume(path, thread_id):
    with opened_trip(path, thread_id) as (graph, config):
        try:
            return graph.invoke(None, config, durability="sync")["steps"]
        except EmptyInputError as error:
            raise LookupError(str(error)) from error
