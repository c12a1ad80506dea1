"""Creates with the synchronous client, and catches the loser's error."""

# cell: resume_chat
from openai import OpenAI


def find(db, user_id):
    rows = db.execute("SELECT id FROM users WHERE name = ?", (user_id,)).fetchall()
    return rows[0][0] if rows else None


async def resume_chat(path, user_id, text):
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, id TEXT)")
    conversation = find(db, user_id)
    if conversation is None:
        made = OpenAI().conversations.create()
        try:
            db.execute("INSERT INTO users VALUES (?, ?)", (user_id, made.id))
            db.commit()
        except sqlite3.IntegrityError:
            db.rollback()
            OpenAI().conversations.delete(made.id)
        conversation = find(db, user_id)
    db.close()
    session = OpenAIConversationsSession(conversation_id=conversation)
    result = await Runner.run(Agent(name="Guide"), text, session=session)
    return result.final_output
