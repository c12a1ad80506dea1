"""Counts first, then pops so often."""

# cell: pop_turn
async def pop_turn(session):
    size = 0
    for item in reversed(await session.get_items()):
        size += 1
        if item.get("role") == "user":
            break
    popped = [await session.pop_item() for _ in range(size)]
    return popped[::-1]
