"""Locks the reading and not the writing.

loses: test_tally
says: 20 came: the total was 5 and is now
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        state = await graph.aget_state(on(thread_id))
    final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"] if state else amount
