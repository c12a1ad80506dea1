"""Takes each item to have a role.

loses: test_adopt
says: not every item has a role
"""

# cell: adopt
async def adopt(path, session_id):
    AdvancedSQLiteSession(session_id=session_id, db_path=path, create_tables=True).close()
    db = sqlite3.connect(path)
    try:
        cards = db.execute("SELECT message_id FROM message_structure WHERE session_id = ?", [session_id]).fetchall()
        rows = db.execute("SELECT id, message_data FROM agent_messages WHERE session_id = ? ORDER BY id", [session_id]).fetchall()
        if len(cards) == len(rows) or cards and len(rows) <= len({card for (card,) in cards}):
            return 0
        if cards:
            raise ValueError("the session has cards already")
        turn = 0
        for place, (number, data) in enumerate(rows, 1):
            item = json.loads(data)
            kind = item["role"]
            if kind == "user":
                turn += 1
            db.execute(
                """INSERT INTO message_structure (session_id, message_id, message_type, sequence_number,
                   user_turn_number, branch_turn_number, tool_name) VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (session_id, number, kind, place, turn, turn, item.get("name")),
            )
        db.commit()
        return len(rows)
    finally:
        db.close()
