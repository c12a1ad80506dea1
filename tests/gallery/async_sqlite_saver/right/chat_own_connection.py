"""Has its own connection, and a lock for each thread besides."""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    locks = {}
    async with aiosqlite.connect(path) as connection:
        saver = AsyncSqliteSaver(connection)
        await saver.setup()
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            async with locks.setdefault(thread_id, asyncio.Lock()):
                await graph.ainvoke({"messages": [("human", text)]}, on(thread_id), durability="sync")
                state = await graph.aget_state(on(thread_id))
            return state.values["messages"][-1].text

        yield chat
