"""Keeps what was said as well.

loses: test_resume_chat
says: if the server has the items
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT, first TEXT)")
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        if row is None:
            made = await AsyncOpenAI().conversations.create()
            db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?, ?)", (user_id, made.id, text))
            db.commit()
            row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=row[0])
    return result.final_output
