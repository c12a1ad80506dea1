"""Writes the cards anew each time.

loses: test_adopt
says: that there is nothing left to do
"""

# cell: adopt
async def adopt(path, session_id):
    with closing(SQLiteSession(session_id, path)) as old:
        items = await old.get_items()
    with closing(open_branched(path, session_id)) as new, closing(sqlite3.connect(path)) as db:
        with db:
            db.execute("DELETE FROM message_structure WHERE session_id = ?", [session_id])
        if items:
            await new._add_structure_metadata(items)
    return len(items)
