"""Leaves the user's item there.

loses: test_pop_turn
says: who began the turn
"""

# cell: pop_turn
async def pop_turn(session):
    turn = []
    while (item := await session.pop_item()) is not None:
        if item.get("role") == "user":
            await session.add_items([item])
            break
        turn.insert(0, item)
    return turn
