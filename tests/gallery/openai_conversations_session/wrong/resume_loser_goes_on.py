"""Goes on with its own id, whoever was faster.

loses: test_resume_chat
says: which id did your turn go on with
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT)")
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        if row is None:
            made = await AsyncOpenAI().conversations.create()
            db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?)", (user_id, made.id))
            db.commit()
            row = (made.id,)
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=row[0])
    return result.final_output
