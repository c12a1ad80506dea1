"""Uses the asynchronous saver, which takes serde in from_conn_string."""

# cell: keep_recall
import asyncio

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver


def with_graph(url, key, do):
    async def work():
        serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
        async with AsyncPostgresSaver.from_conn_string(url, serde=serde) as saver:
            builder = StateGraph(Private).add_node("keep", lambda state: {"private": {}})
            return await do(builder.add_edge(START, "keep").compile(saver))

    return asyncio.run(work())


def keep(url, thread_id, trip, key):
    config = {"configurable": {"thread_id": thread_id}}
    with_graph(url, key, lambda graph: graph.ainvoke({"private": trip}, config))


def recall(url, thread_id, key):
    config = {"configurable": {"thread_id": thread_id}}

    async def read(graph):
        return (await graph.aget_state(config)).values["private"]

    return with_graph(url, key, read)
