"""Pops one item.

loses: test_pop_turn
says: one item, or one turn
"""

# cell: pop_turn
async def pop_turn(session):
    item = await session.pop_item()
    return [item] if item else []
