"""Attaches all three to one connection, and escapes the wildcard."""

# cell: erase_user
def erase_user(folder, user_id):
    db = sqlite3.connect(":memory:", isolation_level=None)
    there = [n for n in ("checkpoints", "sessions", "store") if Path(folder, n + ".db").is_file()]
    try:
        for n in there:
            db.execute(f"ATTACH ? AS {n}_db", [str(Path(folder, n + ".db"))])
        t = s = i = 0
        if "checkpoints" in there:
            db.execute("""CREATE TEMP TABLE mine AS SELECT DISTINCT thread_id FROM checkpoints_db.checkpoints
                          WHERE json_extract(CAST(metadata AS TEXT), '$.user_id') = ?""", [user_id])
            [(t,)] = db.execute("SELECT count(*) FROM mine")
            db.execute("DELETE FROM checkpoints_db.writes WHERE thread_id IN mine")
            db.execute("DELETE FROM checkpoints_db.checkpoints WHERE thread_id IN mine")
        if "sessions" in there:
            [(s,)] = db.execute("SELECT count(DISTINCT session_id) FROM sessions_db.agent_messages WHERE session_id = ?", [user_id])
            for table in ("agent_messages", "agent_sessions"):
                db.execute(f"DELETE FROM sessions_db.{table} WHERE session_id = ?", [user_id])
        if "store" in there:
            i = db.execute(r"""DELETE FROM store_db.store WHERE prefix = ? OR prefix LIKE ? ESCAPE '\'""",
                           [user_id, user_id.replace("_", r"\_").replace("%", r"\%") + ".%"]).rowcount
        for n in there:
            db.execute(f"VACUUM {n}_db")
            db.execute(f"PRAGMA {n}_db.wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.close()
    return dict(threads=t, sessions=s, items=i)
