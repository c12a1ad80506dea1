"""Takes questions without answers for one turn.

loses: test_pop_turn
says: where does a turn begin
"""

# cell: pop_turn
async def pop_turn(session):
    turn, seen = [], False
    while (item := await session.pop_item()) is not None:
        if seen and item.get("role") != "user":
            await session.add_items([item])
            break
        seen = seen or item.get("role") == "user"
        turn.insert(0, item)
    return turn
