"""Takes a deleted conversation for an empty one.

loses: test_move
says: what does your code do to the copy first
"""

# cell: move
async def move(source, target):
    try:
        items = await source.get_items(limit=1_000_000)
    except NotFoundError:
        items = []
    copy = [{key: value for key, value in item.items() if key != "id"} for item in items]
    there = await target.get_items()
    if items and there != copy[: len(there)]:
        raise ValueError("the target holds something else")
    await target.clear_session()
    await target.add_items(copy)
    if await target.get_items() != copy:
        raise ValueError("the target has not kept all")
    if items:
        await source.clear_session()
    return len(copy)
