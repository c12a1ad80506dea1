"""Uses one connection for its table and the saver; audits a copy in memory."""

# cell: safe_chat
@contextmanager
def opened(folder):
    db = sqlite3.connect(Path(folder, "chats.db"), check_same_thread=False)
    try:
        db.execute("create table if not exists mine (id text primary key, who text not null)")
        db.commit()
        yield db
    finally:
        db.close()


def new_chat(folder, user_id):
    with opened(folder) as db:
        thread_id = secrets.token_bytes(20).hex()
        db.execute("insert into mine values (?, ?)", (thread_id, user_id))
        db.commit()
        return thread_id


def my_chats(folder, user_id):
    with opened(folder) as db:
        return [row[0] for row in db.execute("select id from mine where who = ?", (user_id,))]


def safe_chat(folder, user_id, thread_id, text, upload=None):
    with opened(folder) as db:
        if not db.execute("select 1 from mine where id = ? and who = ?", (thread_id, user_id)).fetchone():
            raise PermissionError("this is not one of your chats")
        turn = {"messages": [{"role": "user", "content": text}]}
        if upload is None:
            turn["files"] = []
        else:
            place = Path(folder) / thread_id
            place.mkdir(exist_ok=True)
            file = place / f"{len(list(place.iterdir()))}.txt"
            file.write_text(upload, encoding="utf-8")
            turn["files"] = [str(file.relative_to(folder))]
        graph = chat_graph(SqliteSaver(db))
        return graph.invoke(turn, on(thread_id), durability="sync")["messages"][-1].text


# cell: audit
def audit(path, largest, secret, address):
    if not Path(path).is_file():
        raise FileNotFoundError("nothing to audit")
    copy = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(path)) as original:
        original.backup(copy)
    seen = {}
    for thread, blob, note in copy.execute("select thread_id, checkpoint, metadata from checkpoints"):
        entry = seen.setdefault(thread, {"users": [], "big": 0, "raw": b"", "notes": b""})
        user = json.loads(note).get("user_id")
        if user and user not in entry["users"]:
            entry["users"].append(user)
        entry["big"] += len(blob) > largest
        entry["raw"] += blob + b" " + note + b" "
        entry["notes"] += note + b" "
    for thread, value in copy.execute("select thread_id, value from writes"):
        seen[thread]["raw"] += value + b" "
    tests = {
        "nobody": lambda thread, entry: not thread or thread.endswith("None"),
        "shared": lambda thread, entry: len(entry["users"]) > 1,
        "bulky": lambda thread, entry: entry["big"] > 1,
        "secret": lambda thread, entry: re.search(secret.encode("ascii"), entry["raw"]),
        "address": lambda thread, entry: re.search(address.encode("ascii"), entry["notes"]),
    }
    return {
        name: sorted(thread for thread, entry in seen.items() if test(thread, entry))
        for name, test in tests.items()
    }
