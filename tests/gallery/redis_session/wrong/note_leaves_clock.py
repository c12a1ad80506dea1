"""Thinks that no ttl means no clock.

loses: test_note
says: what does leaving the `ttl` out change
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    return count
