"""Takes the synchronous saver beside the loop."""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        def turn(thread_id, text):
            message = {"role": "user", "content": text}
            return graph.invoke({"messages": [message]}, on(thread_id), durability="sync")["messages"][-1].text

        async def chat(thread_id, text):
            return await asyncio.to_thread(turn, thread_id, text)

        yield chat
