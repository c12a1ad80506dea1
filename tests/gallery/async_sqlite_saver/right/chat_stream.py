"""Streams the values and returns the last reply."""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            async for values in graph.astream(
                {"messages": [("user", text)]}, on(thread_id), stream_mode="values", durability="sync"
            ):
                reply = values["messages"][-1].text
            return reply

        yield chat
