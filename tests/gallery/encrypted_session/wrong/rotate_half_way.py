"""Changes row by row, and does not know what it has done already.

loses: test_rotate
says: some items have the new key already
"""

# cell: rotate
def rotate(path, session_id, old_key, new_key, ttl=600):
    old, new = cipher(old_key, session_id), cipher(new_key, session_id)
    db = sqlite3.connect(path, isolation_level=None)
    kept, made = 0, []
    try:
        rows = db.execute("SELECT id, message_data FROM agent_messages WHERE session_id = ? ORDER BY id", [session_id]).fetchall()
        for number, data in rows:
            envelope = json.loads(data)
            token = envelope["payload"].encode()
            for each in (new,) if all_new(rows, new) else (old,):
                try:
                    text, when = each.decrypt(token), each.extract_timestamp(token)
                    break
                except InvalidToken:
                    pass
            else:
                raise ValueError("neither key opens it")
            made.append((number, when, {**envelope, "payload": new.encrypt_at_time(text, when).decode()}))
        for number, when, envelope in made:
            if ttl is not None and when + ttl < time.time():
                db.execute("DELETE FROM agent_messages WHERE id = ?", [number])
                continue
            db.execute("UPDATE agent_messages SET message_data = ? WHERE id = ?", [json.dumps(envelope), number])
            kept += 1
    finally:
        db.close()
    clean(path)
    return kept


def all_new(rows, new):
    try:
        return [new.decrypt(json.loads(data)["payload"]) for _, data in rows] != []
    except InvalidToken:
        return False
