"""Refuses a turn while another one runs.

loses: test_tally
says: what becomes of a turn that comes while another
"""

# cell: tally
LOCKS = set()


async def tally(graph, thread_id, amount):
    if thread_id in LOCKS:
        raise RuntimeError("try again later")
    LOCKS.add(thread_id)
    try:
        return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
    finally:
        LOCKS.discard(thread_id)
