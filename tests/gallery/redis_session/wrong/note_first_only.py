"""Starts the clock with the first item only.

loses: test_note
says: which call starts the clock
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    with Redis.from_url(url) as client:
        for key in (f"agents:session:{session_id}", f"agents:session:{session_id}:messages"):
            if seconds is None:
                client.persist(key)
            elif count == 1:
                client.expire(key, seconds)
    return count
