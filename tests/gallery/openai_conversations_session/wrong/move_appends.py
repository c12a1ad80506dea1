"""Adds to whatever is there.

loses: test_move
says: whose items may already be there
"""

# cell: move
async def move(source, target):
    items = await source.get_items(limit=1_000_000)
    copy = [{key: value for key, value in item.items() if key != "id"} for item in items]
    await target.add_items(copy)
    if (await target.get_items())[-len(copy) :] != copy:
        raise ValueError("the target has not kept all")
    await source.clear_session()
    return len(copy)
