"""Lets a session make the id, and goes on by session."""

# cell: resume_chat
async def saved_id(path, user_id, new=None):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS sessions (user_id TEXT UNIQUE, conversation TEXT)")
        if new:
            db.execute("INSERT OR IGNORE INTO sessions VALUES (?, ?)", [user_id, new])
        found = db.execute("SELECT conversation FROM sessions WHERE user_id = ?", [user_id]).fetchone()
        return found and found[0]


async def resume_chat(path, user_id, text):
    conversation = await saved_id(path, user_id)
    if not conversation:
        empty = OpenAIConversationsSession()
        await empty.get_items()
        conversation = await saved_id(path, user_id, empty.session_id)
    session = OpenAIConversationsSession(conversation_id=conversation)
    return (await Runner.run(Agent(name="Guide", instructions="Help."), text, session=session)).final_output
