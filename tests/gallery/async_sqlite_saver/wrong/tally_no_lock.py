"""Takes no lock.

loses: test_tally
says: what keeps a second turn out
"""

# cell: tally
async def tally(graph, thread_id, amount):
    return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
