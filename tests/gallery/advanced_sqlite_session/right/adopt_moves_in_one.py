"""Takes the old rows away and adds them within the session's own transaction."""

# cell: adopt
async def adopt(path, session_id):
    with closing(open_branched(path, session_id)) as session:
        with session._write_connection() as db:
            db.execute("BEGIN IMMEDIATE")
            old = db.execute(
                """SELECT message_data FROM agent_messages WHERE session_id = ? AND id NOT IN
                   (SELECT message_id FROM message_structure) ORDER BY id""", [session_id]).fetchall()
            if old and db.execute("SELECT 1 FROM message_structure WHERE session_id = ?", [session_id]).fetchone():
                db.rollback()
                raise ValueError("begun anew")
            if old:
                items = [json.loads(data) for data, in old]
                db.execute("DELETE FROM agent_messages WHERE session_id = ?", [session_id])
                session._insert_items(db, items)
                session._insert_structure_metadata(db, items)
            db.commit()
    return len(old)
