"""Changes row by row: half-way, both keys are in use, and the next call copes."""

# cell: rotate
def rotate(path, session_id, old_key, new_key, ttl=600):
    ciphers = MultiFernet([cipher(new_key, session_id), cipher(old_key, session_id)])
    latest = float("-inf") if ttl is None else time.time() - ttl
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        own = db.execute("SELECT id, message_data ->> '$.payload' FROM agent_messages WHERE session_id = ?", [session_id]).fetchall()
        try:
            tokens = {number: ciphers.rotate(token) for number, token in own}
        except InvalidToken as error:
            raise ValueError("a wrong key?") from error
        kept = 0
        for number, token in tokens.items():
            if int.from_bytes(urlsafe_b64decode(token)[1:9], "big") < latest:
                db.execute("DELETE FROM agent_messages WHERE id = ?", [number])
            else:
                db.execute("UPDATE agent_messages SET message_data = json_set(message_data, '$.payload', ?) WHERE id = ?", [token.decode(), number])
                kept += 1
        db.execute("VACUUM")
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise RuntimeError("busy")
    return kept
