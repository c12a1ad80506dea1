"""Lets nobody else in while it creates."""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("CREATE TABLE IF NOT EXISTS chat_of (user_id TEXT, conversation_id TEXT)")
        db.execute("BEGIN IMMEDIATE")
        known = dict(db.execute("SELECT user_id, conversation_id FROM chat_of"))
        if user_id not in known:
            async with AsyncOpenAI() as client:
                known[user_id] = (await client.conversations.create(metadata={"made": "by us"})).id
            db.execute("INSERT INTO chat_of VALUES (?, ?)", (user_id, known[user_id]))
        db.execute("COMMIT")
    finally:
        db.close()
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=known[user_id])
    return str(result.final_output)
