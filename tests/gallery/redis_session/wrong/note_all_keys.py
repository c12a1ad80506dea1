"""Gives a clock to every key of the server.

loses: test_note
says: which keys does your code touch
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    with Redis.from_url(url) as client:
        for key in client.keys("*"):
            client.persist(key) if seconds is None else client.expire(key, seconds)
    return count
