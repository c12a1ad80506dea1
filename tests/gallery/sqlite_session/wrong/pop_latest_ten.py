"""Looks at the latest ten items for where the turn began.

loses: test_pop_turn
says: does the longest turn fit into what you looked at
"""


# cell: pop_turn
async def pop_turn(session):
    items = await session.get_items(limit=10)
    asked = [number for number, item in enumerate(items) if item.get("role") == "user"]
    turn = items[asked[-1] if asked else 0 :]
    for _ in turn:
        await session.pop_item()
    return turn
