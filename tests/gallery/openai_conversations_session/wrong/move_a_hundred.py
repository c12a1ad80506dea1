"""Asks for a hundred items, which is all of most conversations, and deletes the rest.

loses: test_move
says: what is the longest conversation that your limit lets through?
"""


# cell: move
async def move(source, target):
    items = await source.get_items(limit=100)
    copy = [{key: value for key, value in item.items() if key != "id"} for item in items]
    there = await target.get_items()
    if there != copy[: len(there)]:
        raise ValueError("the target holds something else")
    await target.add_items(copy[len(there) :])
    if await target.get_items() != copy:
        raise ValueError("the target has not kept everything")
    await source.clear_session()
    return len(copy)
