"""Sets the clock itself, on each key."""

# cell: note
async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url)
    client = AsyncRedis.from_url(url, decode_responses=True)
    try:
        await session.add_items([{"role": "user", "content": text}])
        base = f"agents:session:{session_id}"
        for key in (base, base + ":messages"):
            if seconds is None:
                await client.persist(key)
            else:
                await client.expire(key, seconds)
        return await client.llen(base + ":messages")
    finally:
        await client.aclose()
        await session.close()
