"""Are async functions, so that the caller gets coroutines.

loses: test_start_resume
says: which `def` gives its result at once
"""

# cell: start_resume
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


async def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        final = await trip_graph(saver).ainvoke({"steps": []}, config, durability="sync")
    return final["steps"]


async def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        final = await trip_graph(saver).ainvoke(None, config, durability="sync")
    return final["steps"]
