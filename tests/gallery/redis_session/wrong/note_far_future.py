"""Sets a clock of a hundred years.

loses: test_note
says: long is not for ever
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds or 100 * 365 * 24 * 3600)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    return count
