"""Has a function for each file, and lists namespaces."""

# cell: erase_user
def erase_user(folder, user_id):
    folder, n = Path(folder), {}

    def threads():
        with SqliteSaver.from_conn_string(f"{folder}/checkpoints.db") as saver:
            owned = {t.config["configurable"]["thread_id"] for t in saver.list(None) if t.metadata.get("user_id") == user_id}
            any(map(saver.delete_thread, owned))
            return len(owned)

    def sessions():
        with closing(sqlite3.connect(folder / "sessions.db")) as db, db:
            db.execute("DELETE FROM agent_messages WHERE session_id = ?", (user_id,))
            return db.execute("DELETE FROM agent_sessions WHERE session_id = ?", (user_id,)).rowcount

    def items():
        with SqliteStore.from_conn_string(f"{folder}/store.db") as store:
            spaces = [space for space in store.list_namespaces(limit=10**6) if space[0] == user_id]
            found = [item for space in spaces for item in store.search(space, limit=10**6) if item.namespace == space]
            for item in found:
                store.delete(item.namespace, item.key)
            return len(found)

    for file, work in {"checkpoints": threads, "sessions": sessions, "store": items}.items():
        there = (folder / f"{file}.db").exists()
        n[work.__name__] = work() if there else 0
        if there and clean(folder / f"{file}.db"):
            raise RuntimeError("busy")
    return n
