"""Returns the amount.

loses: test_tally
says: the amount, or the total
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["amount"]
