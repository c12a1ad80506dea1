"""Stops the clock with the synchronous client."""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    await session.add_items([{"role": "user", "content": text}])
    items = await session.get_items()
    await session.close()
    if seconds is None:
        with Redis.from_url(url) as client:
            client.persist("agents:session:" + session_id)
            client.persist("agents:session:" + session_id + ":messages")
    return len(items)
