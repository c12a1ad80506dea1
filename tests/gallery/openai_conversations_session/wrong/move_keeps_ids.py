"""Copies the ids.

loses: test_move
says: which key of an item did the server make up
"""

# cell: move
async def move(source, target):
    items = await source.get_items(limit=1_000_000)
    copy = items
    there = await target.get_items()
    if there != copy[: len(there)]:
        raise ValueError("the target holds something else")
    await target.add_items(copy[len(there) :])
    if await target.get_items() != copy:
        raise ValueError("the target has not kept all")
    await source.clear_session()
    return len(copy)
