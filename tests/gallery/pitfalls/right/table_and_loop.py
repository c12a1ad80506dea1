"""Keeps owners in a table of its own; audits in one loop."""

# cell: safe_chat
def new_chat(folder, user_id):
    if not user_id:
        raise ValueError("log in first")
    thread_id = secrets.token_urlsafe(16)
    with closing(sqlite3.connect(Path(folder, "chats.db"))) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS owners (thread_id TEXT PRIMARY KEY, user_id TEXT)")
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


# cell: audit
def audit(path, largest, secret, address):
    if not Path(path).exists():
        raise FileNotFoundError(path)
    with closing(sqlite3.connect(path)) as db:
        checkpoints = db.execute("SELECT thread_id, checkpoint, metadata FROM checkpoints").fetchall()
        writes = db.execute("SELECT thread_id, value FROM writes").fetchall()
    faults = {"nobody": set(), "shared": set(), "bulky": set(), "secret": set(), "address": set()}
    users, big = {}, {}
    for thread_id, checkpoint, metadata in checkpoints:
        if thread_id == "" or thread_id.endswith("None"):
            faults["nobody"].add(thread_id)
        user = json.loads(metadata).get("user_id")
        if user is not None:
            users.setdefault(thread_id, set()).add(user)
        if len(checkpoint) > largest:
            big[thread_id] = big.get(thread_id, 0) + 1
        if re.search(secret.encode(), checkpoint) or re.search(secret.encode(), metadata):
            faults["secret"].add(thread_id)
        if re.search(address, metadata.decode()):
            faults["address"].add(thread_id)
    for thread_id, value in writes:
        if re.search(secret.encode(), value):
            faults["secret"].add(thread_id)
    faults["shared"] = {thread_id for thread_id, names in users.items() if len(names) > 1}
    faults["bulky"] = {thread_id for thread_id, count in big.items() if count > 1}
    return {fault: sorted(ids) for fault, ids in faults.items()}
