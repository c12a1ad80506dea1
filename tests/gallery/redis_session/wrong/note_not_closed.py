"""Leaves the session's connection open.

loses: test_note
says: who closes a session
"""

# cell: note
KEPT = []


async def note(url, session_id, text, seconds):
    session = RedisSession.from_url(session_id, url=url, ttl=seconds)
    KEPT.append(session)
    await session.add_items([{"role": "user", "content": text}])
    if seconds is None:
        with Redis.from_url(url) as client:
            client.persist(f"agents:session:{session_id}:messages")
            client.persist(f"agents:session:{session_id}")
    return len(await session.get_items())
