"""Pops two items.

loses: test_pop_turn
says: only if no tool was called
"""

# cell: pop_turn
async def pop_turn(session):
    items = [await session.pop_item(), await session.pop_item()]
    return [item for item in items[::-1] if item]
