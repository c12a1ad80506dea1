"""Gives a clock to the list only.

loses: test_note
says: does each have a clock
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    with Redis.from_url(url) as client:
        key = f"agents:session:{session_id}:messages"
        client.persist(key) if seconds is None else client.expire(key, seconds)
    return count
