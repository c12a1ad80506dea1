"""Looks where the program runs, not where it is told to.

loses: test_erase_user
says: that does not begin with `folder`
"""

# cell: erase_user
def erase_user(folder, user_id):
    folder = Path()
    gone = {"threads": 0, "sessions": 0, "items": 0}
    if (folder / "checkpoints.db").exists():
        with closing(sqlite3.connect(folder / "checkpoints.db")) as db, db:
            mine = "SELECT DISTINCT thread_id FROM checkpoints WHERE CAST(metadata AS TEXT) ->> '$.user_id' = ?"
            ids = [row[0] for row in db.execute(mine, [user_id])]
            for each in ids:
                db.execute("DELETE FROM writes WHERE thread_id = ?", [each])
                db.execute("DELETE FROM checkpoints WHERE thread_id = ?", [each])
            gone["threads"] = len(ids)
        clean(folder / "checkpoints.db")
    if (folder / "sessions.db").exists():
        with closing(sqlite3.connect(folder / "sessions.db")) as db, db:
            db.execute("DELETE FROM agent_messages WHERE session_id = ?", [user_id])
            gone["sessions"] = db.execute("DELETE FROM agent_sessions WHERE session_id = ?", [user_id]).rowcount
        clean(folder / "sessions.db")
    if (folder / "store.db").exists():
        with closing(sqlite3.connect(folder / "store.db")) as db, db:
            gone["items"] = db.execute("DELETE FROM store WHERE prefix = ?1 OR substr(prefix, 1, length(?1) + 1) = ?1 || '.'", [user_id]).rowcount
        clean(folder / "store.db")
    return gone
