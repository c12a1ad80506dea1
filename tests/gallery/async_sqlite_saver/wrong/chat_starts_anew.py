"""Removes the file first.

loses: test_open_chat
says: what does your code do with a file that is already there
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    Path(path).unlink(missing_ok=True)
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            final = await graph.ainvoke(
                {"messages": [("user", text)]}, {"configurable": {"thread_id": thread_id}}, durability="sync"
            )
            return final["messages"][-1].content

        yield chat
