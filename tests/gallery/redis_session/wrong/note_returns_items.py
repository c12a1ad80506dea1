"""Returns the items.

loses: test_note
says: the items, or how many
"""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "user", "content": text}])
    items = await session.get_items()
    await session.close()
    return items
