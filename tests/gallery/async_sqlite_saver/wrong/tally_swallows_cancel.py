"""Swallows the cancellation.

loses: test_tally
says: it should have been “cancelled”
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        try:
            final = await graph.ainvoke({"amount": amount}, on(thread_id))
        except asyncio.CancelledError:
            return 0
    return final["total"]
