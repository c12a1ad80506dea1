"""Refuses a request while another one runs.

loses: test_open_chat
says: does one disturb another
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        busy = []

        async def chat(thread_id, text):
            if busy:
                raise RuntimeError("try again later")
            busy.append(thread_id)
            final = await graph.ainvoke(
                {"messages": [("user", text)]}, {"configurable": {"thread_id": thread_id}}, durability="sync"
            )
            busy.clear()
            return final["messages"][-1].content

        yield chat
