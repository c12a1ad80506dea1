"""Is async, reads through the SDK, and swaps all items in one transaction."""

# cell: rotate
async def rotate(path, session_id, old_key, new_key, ttl=600):
    with closing(SQLiteSession(session_id, path)) as plain:
        olds, news = EncryptedSession(session_id, plain, old_key), EncryptedSession(session_id, plain, new_key)
        envelopes, made = await plain.get_items(), []
        for envelope in envelopes:
            token = envelope["payload"]
            one = next((each for each in (news, olds) if opens(each.cipher, token)), None)
            if one is None:
                raise ValueError(session_id)
            when = one.cipher.extract_timestamp(token)
            if ttl is None or time.time() - when <= ttl:
                made.append({**envelope, "payload": news.cipher.encrypt_at_time(one.cipher.decrypt(token), when).decode()})

        def swap():
            with plain._write_connection() as db:
                db.execute("DELETE FROM agent_messages WHERE session_id = ?", [session_id])
                plain._insert_items(db, made)
                db.commit()

        await asyncio.to_thread(swap)
    clean(path)
    return len(made)


def opens(cipher, token):
    try:
        cipher.extract_timestamp(token)
    except InvalidToken:
        return False
    return True
