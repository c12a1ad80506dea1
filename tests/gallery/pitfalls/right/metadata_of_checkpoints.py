"""Keeps owners in the metadata; audits with a class."""

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
        return sorted({each.config["configurable"]["thread_id"] for each in found})


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


# cell: audit
from collections import defaultdict

class Auditor:
    """Collects threads by fault."""

    def __init__(self, largest, secret, address):
        self.largest = largest
        self.secret, self.address = re.compile(secret.encode()), re.compile(address.encode())
        self.users, self.sizes = defaultdict(set), defaultdict(list)
        self.found = defaultdict(set)

    def checkpoint(self, thread_id, blob, metadata):
        self.sizes[thread_id].append(len(blob))
        self.users[thread_id].add(json.loads(metadata).get("user_id"))
        if self.address.search(metadata):
            self.found["address"].add(thread_id)
        self.value(thread_id, blob)
        self.value(thread_id, metadata)

    def value(self, thread_id, blob):
        if self.secret.search(blob):
            self.found["secret"].add(thread_id)

    def report(self):
        for thread_id, sizes in self.sizes.items():
            if sum(size > self.largest for size in sizes) >= 2:
                self.found["bulky"].add(thread_id)
            if len(self.users[thread_id] - {None}) >= 2:
                self.found["shared"].add(thread_id)
            if not thread_id or thread_id[-4:] == "None":
                self.found["nobody"].add(thread_id)
        names = ("nobody", "shared", "bulky", "secret", "address")
        return {name: sorted(self.found[name]) for name in names}


def audit(path, largest, secret, address):
    if not Path(path).is_file():
        raise FileNotFoundError(f"no file {path}")
    auditor = Auditor(largest, secret, address)
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        for row in db.execute("SELECT thread_id, checkpoint, metadata FROM checkpoints"):
            auditor.checkpoint(*row)
        for row in db.execute("SELECT thread_id, value FROM writes"):
            auditor.value(*row)
    finally:
        db.close()
    return auditor.report()
