"""Gives the lock back after an error, but not after a cancellation.

loses: test_tally
says: who gives the lock back after a cancellation in the node
"""

# cell: tally
LOCKS = WeakValueDictionary()
HELD = []


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    await lock.acquire()
    HELD.append(lock)
    try:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    except Exception:
        HELD.remove(lock)
        lock.release()
        raise
    HELD.remove(lock)
    lock.release()
    return final["total"]
