"""Opens a file of its own.

loses: test_resume_chat
says: is it the file that you open
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path + ".ids")) as db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT)")
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        if row is None:
            made = await AsyncOpenAI().conversations.create()
            db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?)", (user_id, made.id))
            db.commit()
            row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=row[0])
    return result.final_output
