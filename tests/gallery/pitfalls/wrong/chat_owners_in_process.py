"""Keeps owners in a dictionary.

loses: test_safe_chat
says: is on disk, rather than in memory
"""

# cell: safe_chat
OWNERS = {}

def new_chat(folder, user_id):
    thread_id = secrets.token_urlsafe(16)
    OWNERS[thread_id] = user_id
    return thread_id


def my_chats(folder, user_id):
    return [thread_id for thread_id, owner in OWNERS.items() if owner == user_id]


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
