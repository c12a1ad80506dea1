"""Forgets to await the creation.

loses: test_resume_chat
says: which of your calls needs an `await`
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT)")
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        if row is None:
            made = AsyncOpenAI().conversations.create()
            db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?)", (user_id, str(made.id)))
            db.commit()
            row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=row[0])
    return result.final_output
