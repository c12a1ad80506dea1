"""Adds the items anew and leaves the old rows.

loses: test_adopt
says: No method shows them
"""

# cell: adopt
async def adopt(path, session_id):
    with closing(SQLiteSession(session_id, path)) as old, closing(open_branched(path, session_id)) as new:
        if await new.get_items():
            return 0
        items = await old.get_items()
        await new.add_items(items)
        return len(items)
