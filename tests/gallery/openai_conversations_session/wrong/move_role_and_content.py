"""Keeps the role and the content.

loses: test_move
says: item 1 in status, type
"""

# cell: move
async def move(source, target):
    items = await source.get_items(limit=1_000_000)
    copy = [{key: item[key] for key in ("role", "content", "call_id", "output", "name", "arguments") if key in item} for item in items]
    there = await target.get_items()
    if there != copy[: len(there)]:
        raise ValueError("the target holds something else")
    await target.add_items(copy[len(there) :])
    if await target.get_items() != copy:
        raise ValueError("the target has not kept all")
    await source.clear_session()
    return len(copy)
