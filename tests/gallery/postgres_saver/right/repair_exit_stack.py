"""Uses an ExitStack, and own close calls."""

# cell: repair
from contextlib import ExitStack


def entered(path, text):
    with ExitStack() as stack:
        return tell(diary_graph(stack.enter_context(SqliteSaver.from_conn_string(path))), text)


def in_block(path, text):
    manager = SqliteSaver.from_conn_string(path)
    saver = manager.__enter__()
    try:
        return tell(diary_graph(saver), text)
    finally:
        manager.__exit__(None, None, None)


def any_thread(path, text):
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        return tell(diary_graph(SqliteSaver(connection)), text)
    finally:
        connection.close()
