"""Returns the chat instead of a context manager.

loses: test_open_chat
says: what makes a function fit for that
"""

# cell: open_chat
async def open_chat(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            final = await graph.ainvoke(
                {"messages": [("user", text)]}, {"configurable": {"thread_id": thread_id}}, durability="sync"
            )
            return final["messages"][-1].content

        return chat
