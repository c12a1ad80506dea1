"""Uses an exit stack, closed in a finally."""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    stack = AsyncExitStack()
    saver = await stack.enter_async_context(AsyncSqliteSaver.from_conn_string(path))
    graph = diary_graph(saver)

    async def chat(thread_id, text):
        turn = {"messages": [{"role": "user", "content": text}]}
        state = await graph.ainvoke(turn, on(thread_id), durability="sync")
        return state["messages"][-1].text

    try:
        yield chat
    finally:
        await stack.aclose()
