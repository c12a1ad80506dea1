"""Puts the old items behind the new ones.

loses: test_adopt
says: which of the two histories comes first
"""

# cell: adopt
async def adopt(path, session_id):
    with closing(open_branched(path, session_id)) as session, closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            """SELECT message_data FROM agent_messages WHERE session_id = ? AND id NOT IN
               (SELECT message_id FROM message_structure) ORDER BY id""", [session_id]).fetchall()
        old = [json.loads(data) for (data,) in rows]
        if old:
            await session.add_items(old)
            await session._cleanup_orphaned_messages()
        return len(old)
