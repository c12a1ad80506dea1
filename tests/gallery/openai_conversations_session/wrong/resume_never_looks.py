"""Saves the id and never reads it.

loses: test_resume_chat
says: does the second process look for it
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    made = await AsyncOpenAI().conversations.create()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (user TEXT, id TEXT)")
        db.execute("INSERT INTO chats VALUES (?, ?)", (user_id, made.id))
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=made.id)
    return result.final_output
