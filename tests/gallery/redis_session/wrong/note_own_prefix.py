"""Keeps the items under another prefix.

loses: test_note
says: where does a `RedisSession` with this id
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds, key_prefix="trips")
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    return count
