"""Calls itself."""

# cell: pop_turn
async def pop_turn(session):
    item = await session.pop_item()
    if item is None:
        return []
    if item.get("role") == "user":
        return [item]
    return [*await pop_turn(session), item]
