"""Returns the number of items each time.

loses: test_adopt
says: did *this* call bring over
"""

# cell: adopt
UNFILED = """FROM agent_messages WHERE session_id = ?1
             AND id NOT IN (SELECT message_id FROM message_structure WHERE session_id = ?1)"""


async def adopt(path, session_id):
    with closing(open_branched(path, session_id)) as session, closing(sqlite3.connect(path)) as db:
        rows = db.execute(f"SELECT message_data {UNFILED} ORDER BY id", [session_id]).fetchall()
        old = [json.loads(data) for (data,) in rows]
        filed = await session.get_items()
        if not old:
            return len(filed)
        if not filed:
            await session.add_items(old)
        elif filed != old:
            raise ValueError("two histories")
        with db:
            db.execute(f"DELETE {UNFILED}", [session_id])
        return len(old)
