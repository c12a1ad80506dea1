"""Hands the session a client and uses that for the clock."""

# cell: note
async def note(url, session_id, text, seconds):
    async with AsyncRedis.from_url(url) as client:
        session = RedisSession(session_id, redis_client=client, ttl=seconds)
        await session.add_items([{"role": "user", "content": text}])
        if not seconds:
            for key in await client.keys(f"agents:session:{session_id}*"):
                if key.decode() in (f"agents:session:{session_id}", f"agents:session:{session_id}:messages"):
                    await client.persist(key)
        return len(await session.get_items())
