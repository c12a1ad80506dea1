"""Clears the session and adds what stays."""

# cell: pop_turn
async def pop_turn(session):
    items = list(await session.get_items())
    place = len(items)
    while place:
        place -= 1
        if items[place].get("role") == "user":
            break
    await session.clear_session()
    await session.add_items(items[:place])
    return items[place:]
