"""Lets the SDK write the cards for the rows that are there."""

# cell: adopt
async def adopt(path, session_id):
    with closing(SQLiteSession(session_id, path)) as plain:
        items = await plain.get_items()
    with closing(open_branched(path, session_id)) as session:
        cards = sum(each["message_count"] for each in await session.list_branches())
        with closing(sqlite3.connect(path)) as db:
            [(unfiled,)] = db.execute(
                """SELECT count(*) FROM agent_messages WHERE session_id = ?
                   AND id NOT IN (SELECT message_id FROM message_structure)""", [session_id])
        if not unfiled:
            return 0
        if cards:
            raise ValueError(f"{session_id} goes on already")
        await session._add_structure_metadata(items)
        return len(items)
