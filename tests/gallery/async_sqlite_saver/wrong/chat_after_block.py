"""Uses the graph after the saver's block.

loses: test_open_chat
says: and where is the graph used
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

    async def chat(thread_id, text):
        return (await tell(graph, thread_id, text))[-1]

    yield chat
