"""Closes only when nothing went wrong.

loses: test_open_chat
says: which of your lines still run when
"""

# cell: open_chat
KEPT = []


@asynccontextmanager
async def open_chat(path):
    connection = await aiosqlite.connect(path)
    KEPT.append(connection)
    graph = diary_graph(AsyncSqliteSaver(connection))

    async def chat(thread_id, text):
        final = await graph.ainvoke({"messages": [("user", text)]}, on(thread_id), durability="sync")
        return final["messages"][-1].text

    yield chat
    await connection.close()
