"""Never closes its connection.

loses: test_open_chat
says: who closes the connection when the block ends
"""

# cell: open_chat
KEPT = []


@asynccontextmanager
async def open_chat(path):
    KEPT.append(await aiosqlite.connect(path))
    graph = diary_graph(AsyncSqliteSaver(KEPT[-1]))

    async def chat(thread_id, text):
        final = await graph.ainvoke({"messages": [("user", text)]}, on(thread_id), durability="sync")
        return final["messages"][-1].text

    yield chat
