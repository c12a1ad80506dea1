"""Adds the items newest first.

loses: test_rotate
says: in which order do the items come
"""

# cell: rotate
async def rotate(path, session_id, old_key, new_key, ttl=600):
    with closing(SQLiteSession(session_id, path)) as plain:
        new, old = cipher(new_key, session_id), cipher(old_key, session_id)
        both, made = MultiFernet([new, old]), []
        for envelope in reversed(await plain.get_items()):
            try:
                token = both.rotate(envelope["payload"])
            except InvalidToken:
                raise ValueError("wrong key") from None
            if ttl is None or new.extract_timestamp(token) + ttl >= time.time():
                made.append({**envelope, "payload": token.decode()})
        await plain.clear_session()
        await plain.add_items(made)
    clean(path)
    return len(made)
