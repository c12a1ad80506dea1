"""Takes the seconds for minutes.

loses: test_note
says: in which unit
"""

# cell: note
async def note(url, session_id, text, seconds):
    ttl = seconds and seconds // 60
    session = RedisSession.from_url(session_id, url=url, ttl=ttl)
    await session.add_items([{"role": "user", "content": text}])
    count = len(await session.get_items())
    await session.close()
    if seconds is None:
        with Redis.from_url(url) as client:
            client.persist(f"agents:session:{session_id}:messages")
            client.persist(f"agents:session:{session_id}")
    return count
