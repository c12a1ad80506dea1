"""Takes turns with the asynchronous saver; audits thread by thread."""

# cell: safe_chat
import asyncio

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

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
    return asyncio.run(turn(folder, user_id, thread_id, text, upload))


async def turn(folder, user_id, thread_id, text, upload):
    if thread_id not in my_chats(folder, user_id):
        raise PermissionError("no")
    files = []
    if upload is not None:
        fd, name = tempfile.mkstemp(dir=folder, suffix=".upload")
        with open(fd, "w", encoding="utf-8") as file:
            file.write(upload)
        files.append(name)
    async with AsyncSqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        final = await chat_graph(saver).ainvoke(
            {"messages": [{"role": "user", "content": text}], "files": files}, on(thread_id)
        )
    return final["messages"][-1].text


# cell: audit
def audit(path, largest, secret, address):
    if not Path(path).is_file():
        raise FileNotFoundError(path)
    db = sqlite3.connect(path)
    report = {"nobody": [], "shared": [], "bulky": [], "secret": [], "address": []}
    ids = db.execute("SELECT DISTINCT thread_id FROM checkpoints ORDER BY thread_id").fetchall()
    for (thread,) in ids:
        rows = db.execute("SELECT checkpoint, metadata FROM checkpoints WHERE thread_id = ?", (thread,)).fetchall()
        values = [v for (v,) in db.execute("SELECT value FROM writes WHERE thread_id = ?", (thread,))]
        notes = [bytes(m) for _, m in rows]
        people = {json.loads(m).get("user_id") for m in notes} - {None}
        if thread == "" or re.search("None$", thread):
            report["nobody"].append(thread)
        if len(people) > 1:
            report["shared"].append(thread)
        if len([c for c, _ in rows if len(c) > largest]) > 1:
            report["bulky"].append(thread)
        if any(re.search(secret.encode(), b) for b in [*values, *notes, *(c for c, _ in rows)]):
            report["secret"].append(thread)
        if any(re.search(address, m.decode()) for m in notes):
            report["address"].append(thread)
    db.close()
    return report
