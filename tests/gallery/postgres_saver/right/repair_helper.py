"""Has one helper for all."""

# cell: repair
@contextmanager
def opened(path):
    connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
    yield diary_graph(SqliteSaver(connection))
    connection.close()


def entered(path, text):
    with opened(path) as graph:
        return tell(graph, text)


in_block = any_thread = entered
