"""Opens the file for each request.

loses: test_open_chat
says: what happens once in the block, and what in each request
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(path):
    async def chat(thread_id, text):
        async with AsyncSqliteSaver.from_conn_string(path) as saver:
            turn = {"messages": [{"role": "user", "content": text}]}
            final = await diary_graph(saver).ainvoke(turn, on(thread_id), durability="sync")
        return final["messages"][-1].text

    yield chat
