"""Expects each thread in the dictionary.

loses: test_tally
says: the thread may be new to your dictionary
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    async with LOCKS[thread_id]:
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
    return final["total"]
