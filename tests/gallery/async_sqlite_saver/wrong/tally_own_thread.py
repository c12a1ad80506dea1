"""Uses one thread for all.

loses: test_tally
says: which thread does your config name
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        final = await graph.ainvoke({"amount": amount}, on("trip-7"))
    return final["total"]
