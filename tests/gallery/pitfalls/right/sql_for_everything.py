"""Asks SQL for owners, and for the metadata's keys."""

# cell: safe_chat
def new_chat(folder, user_id):
    thread_id = secrets.token_urlsafe(24)
    with SqliteSaver.from_conn_string(f"{folder}/chats.db") as saver:
        chat_graph(saver).update_state(on(thread_id, owner=user_id), {"files": []})
    return thread_id


def my_chats(folder, user_id):
    sql = """SELECT DISTINCT thread_id FROM checkpoints
             WHERE json_extract(CAST(metadata AS TEXT), '$.owner') = ?"""
    with SqliteSaver.from_conn_string(f"{folder}/chats.db") as saver:
        saver.setup()
        return [thread_id for (thread_id,) in saver.conn.execute(sql, [user_id])]


def safe_chat(folder, user_id, thread_id, text, upload=None):
    if thread_id not in set(my_chats(folder, user_id)):
        raise PermissionError(f"{user_id} has no chat {thread_id}")
    files = []
    if upload is not None:
        files.append(keep(Path(folder), upload))
    with SqliteSaver.from_conn_string(f"{folder}/chats.db") as saver:
        given = {"messages": [("human", text)], "files": files}
        return chat_graph(saver).invoke(given, on(thread_id))["messages"][-1].text


def keep(folder, upload):
    content = upload.encode()
    path = folder / "files" / hashlib.sha256(content).hexdigest()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return str(path)


# cell: audit
def audit(path, largest, secret, address):
    if not Path(path).is_file():
        raise FileNotFoundError(path)
    with closing(sqlite3.connect(path)) as db:
        db.create_function("has", 2, lambda blob, pattern: re.search(pattern.encode(), bytes(blob)) is not None)
        ask = lambda sql, *given: [row[0] for row in db.execute(sql + " ORDER BY 1", given)]
        return {
            "nobody": ask("SELECT DISTINCT thread_id FROM checkpoints WHERE thread_id = '' OR thread_id GLOB '*None'"),
            "shared": ask(
                "SELECT thread_id FROM checkpoints, json_each(CAST(metadata AS TEXT)) WHERE key = 'user_id' "
                "GROUP BY thread_id HAVING count(DISTINCT value) > 1"
            ),
            "bulky": ask("SELECT thread_id FROM checkpoints GROUP BY 1 HAVING sum(length(checkpoint) > ?) > 1", largest),
            "secret": ask(
                "SELECT thread_id FROM checkpoints WHERE has(checkpoint, ?1) OR has(metadata, ?1) "
                "UNION SELECT thread_id FROM writes WHERE has(value, ?1)",
                secret,
            ),
            "address": ask("SELECT DISTINCT thread_id FROM checkpoints WHERE has(metadata, ?)", address),
        }
