"""Saves the id after the turn.

loses: test_resume_chat
says: the id is saved by then
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT)")
        row = db.execute("SELECT id FROM chats WHERE user = ?", (user_id,)).fetchone()
        session = OpenAIConversationsSession(conversation_id=row and row[0])
        result = await Runner.run(Agent(name="Guide"), text, session=session)
        with db:
            db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?)", (user_id, session.session_id))
    return result.final_output
