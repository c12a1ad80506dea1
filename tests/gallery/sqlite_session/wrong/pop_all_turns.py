"""Takes everything away.

loses: test_pop_turn
says: all turns, or the last one
"""

# cell: pop_turn
async def pop_turn(session):
    items = await session.get_items()
    await session.clear_session()
    return items
