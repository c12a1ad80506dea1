"""Makes its table with the first chat, so that who asks before that gets an error.

loses: test_safe_chat
says: is it there when nobody has a chat yet?
"""


# cell: safe_chat
def opened(folder):
    return closing(sqlite3.connect(Path(folder, "chats.db")))


def new_chat(folder, user_id):
    thread_id = secrets.token_urlsafe(24)
    with opened(folder) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS chats (thread_id TEXT PRIMARY KEY, user_id TEXT)")
        db.execute("INSERT INTO chats VALUES (?, ?)", [thread_id, user_id])
    return thread_id


def my_chats(folder, user_id):
    with opened(folder) as db:
        found = db.execute("SELECT thread_id FROM chats WHERE user_id = ?", [user_id])
        return [thread_id for (thread_id,) in found]


def safe_chat(folder, user_id, thread_id, text, upload=None):
    if thread_id not in my_chats(folder, user_id):
        raise PermissionError("not yours")
    files = []
    if upload is not None:
        files = [f"{secrets.token_hex(16)}.txt"]
        Path(folder, files[0]).write_text(upload, "utf-8")
    turn = {"messages": [{"role": "user", "content": text}], "files": files}
    with SqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        final = chat_graph(saver).invoke(turn, {"configurable": {"thread_id": thread_id}})
    return final["messages"][-1].text
