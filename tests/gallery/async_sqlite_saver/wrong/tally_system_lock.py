"""Holds a lock for threads of the system in a loop.

loses: test_tally
says: gave no answer within 12 seconds
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    lock = LOCKS.setdefault(thread_id, threading.Lock())
    with lock:
        return (await graph.ainvoke({"amount": amount}, on(thread_id)))["total"]
