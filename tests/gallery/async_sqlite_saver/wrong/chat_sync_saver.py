"""Awaits a graph with the synchronous saver.

loses: test_open_chat
says: which saver goes with `ainvoke`
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            final = await graph.ainvoke(
                {"messages": [("user", text)]}, {"configurable": {"thread_id": thread_id}}, durability="sync"
            )
            return final["messages"][-1].content

        yield chat
