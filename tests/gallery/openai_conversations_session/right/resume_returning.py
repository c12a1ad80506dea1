"""Has the database say who won."""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS c (u TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID")
        mine = [each for (each,) in db.execute("SELECT id FROM c WHERE u = ?", (user_id,))]
        if not mine:
            session = OpenAIConversationsSession(openai_client=AsyncOpenAI())
            await session.get_items()
            with db:
                mine = db.execute(
                    "INSERT INTO c VALUES (?, ?) ON CONFLICT (u) DO UPDATE SET id = id RETURNING id",
                    (user_id, session.session_id)).fetchone()
    answer = await Runner.run(Agent(name="G"), [{"role": "user", "content": text}], conversation_id=mine[0])
    return answer.final_output
