"""Removes a lock that nobody holds or waits at."""

# cell: tally
LOCKS = {}
WAITING = {}


async def tally(graph, thread_id, amount):
    WAITING[thread_id] = WAITING.get(thread_id, 0) + 1
    lock = LOCKS.get(thread_id)
    if lock is None:
        lock = LOCKS[thread_id] = asyncio.Semaphore(1)
    try:
        await lock.acquire()
        try:
            final = await graph.ainvoke({"amount": amount}, on(thread_id))
        finally:
            lock.release()
    finally:
        WAITING[thread_id] -= 1
        if WAITING[thread_id] == 0:
            WAITING.pop(thread_id)
            LOCKS.pop(thread_id)
    return final["total"]
