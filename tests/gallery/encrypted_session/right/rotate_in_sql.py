"""Gives SQLite functions that turn tokens and read their times."""

# cell: rotate
def rotate(path, session_id, old_key, new_key, ttl=600):
    both = MultiFernet([cipher(key, session_id) for key in (new_key, old_key)])
    oldest = 0 if ttl is None else int(time.time()) - ttl

    def turned(data):
        envelope = json.loads(data)
        return json.dumps({**envelope, "payload": both.rotate(envelope["payload"]).decode()})

    with closing(sqlite3.connect(path)) as db:
        db.create_function("turned", 1, turned)
        db.create_function("made", 1, lambda data: int.from_bytes(urlsafe_b64decode(json.loads(data)["payload"])[1:9], "big"))
        try:
            with db:
                db.execute("UPDATE agent_messages SET message_data = turned(message_data) WHERE session_id = ?", [session_id])
                db.execute("DELETE FROM agent_messages WHERE session_id = ? AND made(message_data) < ?", [session_id, oldest])
        except sqlite3.OperationalError as error:
            if "user-defined function raised exception" in str(error):
                raise ValueError("neither key opens an item") from None
            raise
        [(kept,)] = db.execute("SELECT count(*) FROM agent_messages WHERE session_id = ?", [session_id])
        db.commit()
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept
