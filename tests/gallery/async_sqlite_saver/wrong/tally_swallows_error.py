"""Swallows the node's error.

loses: test_tally
says: how does the caller learn that nothing was added
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        try:
            final = await graph.ainvoke({"amount": amount}, on(thread_id))
        except ConnectionError:
            return None
    return final["total"]
