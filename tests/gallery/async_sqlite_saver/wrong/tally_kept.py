"""Keeps each lock for ever.

loses: test_tally
says: who still refers to a lock
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"]
