"""Forgets an await.

loses: test_tally
says: which of your calls needs an `await`
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        final = graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"]
