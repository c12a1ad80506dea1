"""Asks again and again whether the thread is busy."""

# cell: tally
LOCKS = set()


async def tally(graph, thread_id, amount):
    while thread_id in LOCKS:
        await asyncio.sleep(0.001)
    LOCKS.add(thread_id)
    try:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
        return final["total"]
    finally:
        LOCKS.discard(thread_id)
