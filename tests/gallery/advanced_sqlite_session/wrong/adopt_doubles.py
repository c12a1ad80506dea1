"""Adds everything each time.

loses: test_adopt
says: how often was each item added
"""

# cell: adopt
async def adopt(path, session_id):
    with closing(SQLiteSession(session_id, path)) as old:
        items = await old.get_items()
    with closing(open_branched(path, session_id)) as new:
        for item in items:
            await new.add_items([item])
        await new.add_items(items)
    return len(items)
