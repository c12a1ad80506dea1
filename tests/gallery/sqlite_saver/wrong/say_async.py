"""Is an async function, so that the caller gets a coroutine.

loses: test_say
says: which `def` gives its result at once
"""

# cell: say
async def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = await diary_graph(saver).ainvoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
