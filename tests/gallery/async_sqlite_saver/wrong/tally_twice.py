"""Adds each amount twice.

loses: test_tally
says: how often is each amount added
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        await graph.ainvoke({"amount": amount}, on(thread_id))
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"]
