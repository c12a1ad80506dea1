"""Forgets to add.

loses: test_move
says: was anything added
"""

# cell: move
async def move(source, target):
    items = await source.get_items(limit=1_000_000)
    copy = [{key: value for key, value in item.items() if key != "id"} for item in items]
    there = await target.get_items()
    if there != copy[: len(there)]:
        raise ValueError("the target holds something else")
    await source.clear_session()
    return len(copy)
