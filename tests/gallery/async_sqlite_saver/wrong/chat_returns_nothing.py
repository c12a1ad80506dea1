"""Returns nothing.

loses: test_open_chat
says: what does `chat` hand back
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            final = await graph.ainvoke(
                {"messages": [("user", text)]}, {"configurable": {"thread_id": thread_id}}, durability="sync"
            )

        yield chat
