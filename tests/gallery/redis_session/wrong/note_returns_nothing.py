"""Returns nothing.

loses: test_note
says: what does the caller get
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "user", "content": text}])
    await session.close()
