"""Does not make the table.

loses: test_resume_chat
says: who makes the table
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        if row is None:
            made = await AsyncOpenAI().conversations.create()
            db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?)", (user_id, made.id))
            db.commit()
            row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=row[0])
    return result.final_output
