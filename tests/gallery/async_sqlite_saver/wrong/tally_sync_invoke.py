"""Invokes the asynchronous saver in its loop.

loses: test_tally
says: which call goes with this saver
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        final = graph.invoke({"amount": amount}, on(thread_id))
    return final["total"]
