"""Does not expect an empty session.

loses: test_pop_turn
says: what does `pop_item` return when there is nothing left
"""

# cell: pop_turn
async def pop_turn(session):
    turn = []
    while True:
        item = await session.pop_item()
        turn.insert(0, item)
        if item.get("role") == "user":
            return turn
