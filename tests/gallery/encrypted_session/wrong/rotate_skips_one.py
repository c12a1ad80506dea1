"""Raises only where it can open nothing at all.

loses: test_rotate
says: who hears of the one that does not
"""

# cell: rotate
def rotate(path, session_id, old_key, new_key, ttl=600):
    old, new = cipher(old_key, session_id), cipher(new_key, session_id)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    kept = closed = 0
    try:
        rows = db.execute("SELECT id, message_data FROM agent_messages WHERE session_id = ? ORDER BY id", [session_id]).fetchall()
        for number, data in rows:
            envelope = json.loads(data)
            token = envelope["payload"].encode()
            for each in (new, old):
                try:
                    text, when = each.decrypt(token), each.extract_timestamp(token)
                    break
                except InvalidToken:
                    pass
            else:
                closed += 1
                continue
            if ttl is not None and when + ttl < time.time():
                db.execute("DELETE FROM agent_messages WHERE id = ?", [number])
                continue
            envelope["payload"] = new.encrypt_at_time(text, when).decode()
            db.execute("UPDATE agent_messages SET message_data = ? WHERE id = ?", [json.dumps(envelope), number])
            kept += 1
        if closed == len(rows) > 0:
            raise ValueError("neither key opens any")
        db.execute("COMMIT")
    finally:
        db.close()
    clean(path)
    return kept
