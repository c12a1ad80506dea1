"""Gives a function that cannot be awaited.

loses: test_open_chat
says: which `def` does it need
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        def chat(thread_id, text):
            final = graph.invoke({"messages": [("user", text)]}, on(thread_id), durability="sync")
            return final["messages"][-1].text

        yield chat
