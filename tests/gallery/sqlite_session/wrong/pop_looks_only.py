"""Takes nothing away.

loses: test_pop_turn
says: was anything taken away
"""

# cell: pop_turn
async def pop_turn(session):
    items = await session.get_items()
    last = max((i for i, item in enumerate(items) if item.get("role") == "user"), default=0)
    return items[last:]
