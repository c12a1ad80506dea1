"""Takes one lock for all.

loses: test_tally
says: whose turns share a lock
"""

# cell: tally
LOCK = asyncio.Lock()


async def tally(graph, thread_id, amount):
    async with LOCK:
        return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
