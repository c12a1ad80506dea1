"""Keeps owners in a file beside the database; audits with SQL and a function of its own."""

# cell: safe_chat
from uuid import uuid4


def owners(folder):
    path = Path(folder, "owners.json")
    return json.loads(path.read_text()) if path.exists() else {}


def new_chat(folder, user_id):
    thread_id = str(uuid4())
    draft = Path(folder, "owners.json.new")
    draft.write_text(json.dumps(owners(folder) | {thread_id: user_id}))
    draft.replace(Path(folder, "owners.json"))
    return thread_id


def my_chats(folder, user_id):
    return [thread_id for thread_id, owner in owners(folder).items() if owner == user_id]


def safe_chat(folder, user_id, thread_id, text, upload=None):
    if owners(folder).get(thread_id) != user_id or user_id is None:
        raise PermissionError(thread_id)
    given = {"messages": [{"role": "user", "content": text}]}
    given["files"] = [] if upload is None else [store(folder, upload)]
    with SqliteSaver.from_conn_string(str(Path(folder) / "chats.db")) as saver:
        return chat_graph(saver).invoke(given, on(thread_id, user_id=user_id))["messages"][-1].text


def store(folder, upload):
    uploads = Path(folder) / "uploads"
    uploads.mkdir(exist_ok=True)
    path = uploads / uuid4().hex
    path.write_text(upload, "utf-8")
    return str(path.resolve())


# cell: audit
QUESTIONS = {
    "nobody": "thread_id = '' OR substr(thread_id, -4) = 'None'",
    "secret": "found(:secret, checkpoint) OR found(:secret, metadata)",
    "address": "found(:address, metadata)",
}


def audit(path, largest, secret, address):
    if not Path(path).is_file():
        raise FileNotFoundError(f"there is no {path}")
    given = {"secret": secret, "address": address, "largest": largest}

    def found(pattern, blob):
        return bool(re.search(pattern.encode(), blob))

    with closing(sqlite3.connect(path)) as db:
        db.create_function("found", 2, found)

        def ask(sql):
            return {row[0] for row in db.execute(sql, given)}

        report = {
            name: ask(f"SELECT thread_id FROM checkpoints WHERE {where}")
            for name, where in QUESTIONS.items()
        }
        report["secret"] |= ask("SELECT thread_id FROM writes WHERE found(:secret, value)")
        report["shared"] = ask(SHARED_USERS)
        report["bulky"] = ask(BULKY)
    return {name: sorted(ids) for name, ids in report.items()}


SHARED_USERS = """SELECT thread_id FROM checkpoints GROUP BY thread_id
    HAVING count(DISTINCT json_extract(CAST(metadata AS TEXT), '$.user_id')) > 1"""
BULKY = """SELECT thread_id FROM checkpoints WHERE length(checkpoint) > :largest
    GROUP BY thread_id HAVING count(*) > 1"""
