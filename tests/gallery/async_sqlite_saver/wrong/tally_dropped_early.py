"""Drops the lock while others wait at it.

loses: test_tally
says: who came late got past the queue
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        try:
            return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
        finally:
            LOCKS.pop(thread_id, None)
