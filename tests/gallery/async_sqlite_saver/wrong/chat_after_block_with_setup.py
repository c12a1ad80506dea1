"""Uses the graph after the saver's block, in which it was set up.

loses: test_open_chat
says: and where is the graph used
"""

# cell: open_chat
async def graph_of(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        await saver.setup()
        return diary_graph(saver)


@asynccontextmanager
async def open_chat(path):
    graph = await graph_of(path)

    async def chat(thread_id, text):
        return (await tell(graph, thread_id, text))[-1]

    yield chat
