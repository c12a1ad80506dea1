"""Lists an id for each checkpoint.

loses: test_safe_chat
says: a turn leaves several checkpoints
"""

# cell: safe_chat
import hashlib

def new_chat(folder, user_id):
    thread_id = secrets.token_hex(16)
    config = {"configurable": {"thread_id": thread_id}, "metadata": {"user_id": user_id}}
    with SqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        chat_graph(saver).update_state(config, {"messages": []})
    return thread_id


def my_chats(folder, user_id):
    with SqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        found = saver.list(None, filter={"user_id": user_id})
        return [each.config["configurable"]["thread_id"] for each in found]


def safe_chat(folder, user_id, thread_id, text, upload=None):
    with SqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        latest = saver.get_tuple({"configurable": {"thread_id": thread_id}}) if thread_id else None
        if latest is None or user_id is None or latest.metadata.get("user_id") != user_id:
            raise PermissionError("no such chat of yours")
        files = []
        if upload is not None:
            name = hashlib.sha256(upload.encode()).hexdigest() + ".upload"
            Path(folder, name).write_bytes(upload.encode())
            files.append(name)
        final = chat_graph(saver).invoke(
            {"messages": [("user", text)], "files": files},
            {"configurable": {"thread_id": thread_id}, "metadata": {"user_id": user_id}},
        )
    return final["messages"][-1].content
