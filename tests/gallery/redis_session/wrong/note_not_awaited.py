"""Does not await what it counts.

loses: test_note
says: which of your calls needs an `await`
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "user", "content": text}])
    return len(session.get_items())
