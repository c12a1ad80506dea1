"""Sends the message as the assistant's.

loses: test_open_chat
says: whom does the diary take the message to be from
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            final = await graph.ainvoke(
                {"messages": [("ai", text)]}, {"configurable": {"thread_id": thread_id}}, durability="sync"
            )
            return final["messages"][-1].content

        yield chat
