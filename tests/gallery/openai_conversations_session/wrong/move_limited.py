"""Reads with the limit of the session.

loses: test_move
says: which argument wins
"""

# cell: move
async def move(source, target):
    items = await source.get_items()
    copy = [{key: value for key, value in item.items() if key != "id"} for item in items]
    there = await target.get_items()
    if there != copy[: len(there)]:
        raise ValueError("the target holds something else")
    await target.add_items(copy[len(there) :])
    if await target.get_items() != copy:
        raise ValueError("the target has not kept all")
    await source.clear_session()
    return len(copy)
