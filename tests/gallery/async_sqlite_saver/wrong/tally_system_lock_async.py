"""Enters a lock for threads of the system with `async with`.

loses: test_tally
says: that is a lock for threads of the system
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, threading.Lock())
    async with lock:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"]
