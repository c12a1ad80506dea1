"""Takes a row without an id for an answer.

loses: test_resume_chat
says: is a row without an id an answer
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT)")
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        if row is None:
            with db:
                db.execute("INSERT INTO chats VALUES (?, NULL)", (user_id,))
            made = await AsyncOpenAI().conversations.create()
            with db:
                db.execute("UPDATE chats SET id = ? WHERE user = ?", (made.id, user_id))
            row = (made.id,)
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=row[0])
    return result.final_output
