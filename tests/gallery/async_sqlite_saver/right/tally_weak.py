"""Lets Python count who uses a lock."""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
