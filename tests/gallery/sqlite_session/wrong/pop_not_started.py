"""Nobody has written anything.

loses: test_pop_turn
says: not started
"""

# cell: pop_turn
async def pop_turn(session):
    """Take the last turn away from a session; return its items, oldest first."""
    raise NotImplementedError
