"""Makes a new lock for each turn.

loses: test_tally
says: while the first has read and not yet written
"""

# cell: tally
async def tally(graph, thread_id, amount):
    async with asyncio.Lock():
        return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
