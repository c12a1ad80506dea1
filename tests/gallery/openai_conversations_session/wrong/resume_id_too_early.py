"""Asks a session for its id before the first call.

loses: test_resume_chat
says: which first call makes the id
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    session = OpenAIConversationsSession()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT PRIMARY KEY, id TEXT)")
        db.execute("INSERT OR IGNORE INTO chats VALUES (?, ?)", (user_id, session.session_id))
    return (await Runner.run(Agent(name="Guide"), text, session=session)).final_output
