"""Stores the text as the assistant's.

loses: test_note
says: an item says what, and who said it
"""


# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "assistant", "content": text}])
    items = await session.get_items()
    await session.close()
    if seconds is None:
        async with AsyncRedis.from_url(url) as client:
            async for key in client.scan_iter("*"):
                if key.decode() in (f"agents:session:{session_id}", f"agents:session:{session_id}:messages", f"agents:session:{session_id}:counter"):
                    await client.persist(key)
    return len(items)
