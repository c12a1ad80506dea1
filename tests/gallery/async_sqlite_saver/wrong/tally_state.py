"""Returns the state.

loses: test_tally
says: which field of the final state
"""

# cell: tally
LOCKS = WeakValueDictionary()


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, asyncio.Lock())
    async with lock:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final
