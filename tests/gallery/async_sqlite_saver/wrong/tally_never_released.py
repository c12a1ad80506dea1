"""Never gives the lock back.

loses: test_tally
says: gave no answer within 5 seconds
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    await lock.acquire()
    final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"]
