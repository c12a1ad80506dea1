"""Keeps the graph in a global.

loses: test_open_chat
says: what do two calls of `open_chat` share
"""

# cell: open_chat
async def chat(thread_id, text):
    final = await GRAPH.ainvoke({"messages": [("user", text)]}, on(thread_id), durability="sync")
    return final["messages"][-1].text


@asynccontextmanager
async def open_chat(path):
    global GRAPH
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        GRAPH = diary_graph(saver)
        yield chat
