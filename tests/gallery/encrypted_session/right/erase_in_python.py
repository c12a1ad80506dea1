"""Looks through the rows in Python, in a context manager of its own."""

# cell: erase_user
def erase_user(folder, user_id):
    counts = {}
    with in_file(folder, "checkpoints.db") as db:
        threads = set()
        if db:
            for thread_id, metadata in db.execute("SELECT thread_id, metadata FROM checkpoints"):
                if json.loads(metadata).get("user_id") == user_id:
                    threads.add(thread_id)
            for thread_id in threads:
                db.execute("DELETE FROM checkpoints WHERE thread_id = ?", [thread_id])
                db.execute("DELETE FROM writes WHERE thread_id = ?", [thread_id])
        counts["threads"] = len(threads)
    with in_file(folder, "sessions.db") as db:
        counts["sessions"] = 0
        if db:
            db.execute("DELETE FROM agent_messages WHERE session_id = ?", [user_id])
            counts["sessions"] = db.execute("DELETE FROM agent_sessions WHERE session_id = ?", [user_id]).rowcount
    with in_file(folder, "store.db") as db:
        keys = []
        if db:
            rows = db.execute("SELECT prefix, key FROM store").fetchall()
            keys = [row for row in rows if row[0].split(".")[0] == user_id]
            db.executemany("DELETE FROM store WHERE prefix = ? AND key = ?", keys)
        counts["items"] = len(keys)
    return counts


from contextlib import contextmanager


@contextmanager
def in_file(folder, name):
    path = Path(folder, name)
    if not path.exists():
        yield None
        return
    db = sqlite3.connect(path)
    yield db
    db.commit()
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
