"""Counts.

loses: test_safe_chat
says: a counter, a clock or a few digits
"""

# cell: safe_chat
def new_chat(folder, user_id):
    if not user_id:
        raise ValueError("log in first")
    with closing(sqlite3.connect(Path(folder, "chats.db"))) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS owners (thread_id TEXT PRIMARY KEY, user_id TEXT)")
        [(count,)] = db.execute("SELECT count(*) FROM owners")
        thread_id = f"chat-{count:08}"
        db.execute("INSERT INTO owners VALUES (?, ?)", (thread_id, user_id))
    return thread_id


def my_chats(folder, user_id):
    with closing(sqlite3.connect(Path(folder, "chats.db"))) as db:
        db.execute("CREATE TABLE IF NOT EXISTS owners (thread_id TEXT PRIMARY KEY, user_id TEXT)")
        rows = db.execute("SELECT thread_id FROM owners WHERE user_id = ?", (user_id,)).fetchall()
    return [row[0] for row in rows]


def safe_chat(folder, user_id, thread_id, text, upload=None):
    if thread_id not in my_chats(folder, user_id):
        raise PermissionError("not yours")
    files = []
    if upload is not None:
        path = Path(folder, secrets.token_hex(16) + ".txt")
        path.write_text(upload, encoding="utf-8")
        files = [str(path)]
    with SqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        final = chat_graph(saver).invoke(
            {"messages": [{"role": "user", "content": text}], "files": files},
            {"configurable": {"thread_id": thread_id}},
        )
    return final["messages"][-1].text
