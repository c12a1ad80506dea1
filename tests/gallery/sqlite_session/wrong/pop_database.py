"""Deletes rows of the SQLite file.

loses: test_pop_turn
says: not every session is an SQLiteSession
"""

# cell: pop_turn
async def pop_turn(session):
    items = await session.get_items()
    last = max((i for i, item in enumerate(items) if item.get("role") == "user"), default=0)
    with closing(sqlite3.connect(session.db_path)) as db, db:
        db.execute(
            "DELETE FROM agent_messages WHERE id IN (SELECT id FROM agent_messages "
            "WHERE session_id = ? ORDER BY id DESC LIMIT ?)", [session.session_id, len(items) - last])
    return items[last:]
