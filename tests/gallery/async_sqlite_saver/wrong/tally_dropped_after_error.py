"""Gives the lock back, but not after an error.

loses: test_tally
says: who gives the lock back after an error in the node
"""

# cell: tally
LOCKS = WeakValueDictionary()
HELD = []


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    await lock.acquire()
    HELD.append(lock)
    final = await graph.ainvoke({"amount": amount}, on(thread_id))
    lock.release()
    HELD.remove(lock)
    return final["total"]
