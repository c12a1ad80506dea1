"""Gives back a lock that another turn has.

loses: test_tally
says: and which one gives it back
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    try:
        await lock.acquire()
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
        return final["total"]
    finally:
        if lock.locked():
            lock.release()
