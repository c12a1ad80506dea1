"""Stops the clock of the list only.

loses: test_note
says: a session has more than one key
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    if seconds is None:
        with Redis.from_url(url) as client:
            client.persist(f"agents:session:{session_id}:messages")
    return count
