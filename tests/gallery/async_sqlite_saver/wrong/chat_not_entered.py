"""Hands the graph a context manager.

loses: test_open_chat
says: who enters the context manager
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    graph = diary_graph(AsyncSqliteSaver.from_conn_string(path))

    async def chat(thread_id, text):
        return (await tell(graph, thread_id, text))[-1]

    yield chat
