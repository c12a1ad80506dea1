"""Has a context manager of its own."""

# cell: note
from contextlib import asynccontextmanager


@asynccontextmanager
async def opened(url, session_id, ttl):
    session = RedisSession.from_url(session_id, url=url, ttl=ttl)
    try:
        yield session
    finally:
        await session.close()


async def note(url, session_id, text, seconds):
    if seconds is None:
        with Redis.from_url(url, decode_responses=True) as server:
            for part in ("", ":messages"):
                server.persist(f"agents:session:{session_id}{part}")
    async with opened(url, session_id, seconds) as session:
        await session.add_items([dict(role="user", content=text)])
        return len(await session.get_items())
