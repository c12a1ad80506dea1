"""Clears the session and adds what stays: new rows, and none where a kill comes in between.

loses: test_pop_turn
says: killed between your two calls
"""


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
