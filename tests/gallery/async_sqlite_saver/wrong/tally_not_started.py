"""Nobody has written anything.

loses: test_tally
says: not started
"""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    """Add to the total of a thread, one turn at a time; return the new total."""
    raise NotImplementedError
