"""Uses the asynchronous saver inside functions that are not."""

# cell: say
import asyncio

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("thread_id")

    async def turn():
        config = {"configurable": {"thread_id": thread_id}}
        async with AsyncSqliteSaver.from_conn_string(path) as saver:
            return await diary_graph(saver).ainvoke({"messages": [("user", text)]}, config)

    return [message.text for message in asyncio.run(turn())["messages"]]


# cell: start_resume
async def travel(path, thread_id, given):
    config = {"configurable": {"thread_id": thread_id}}
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        return await trip_graph(saver).ainvoke(given, config, durability="sync")


def start(path, thread_id):
    return asyncio.run(travel(path, thread_id, {"steps": []}))["steps"]


def resume(path, thread_id):
    try:
        return asyncio.run(travel(path, thread_id, None))["steps"]
    except EmptyInputError:
        raise LookupError(f"no such trip: {thread_id}") from None
