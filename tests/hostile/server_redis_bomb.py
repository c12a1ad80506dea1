"""Fills the Redis that its lesson needs, and leaves what would spoil it for the next one.

lesson: redis_session
with: reference
expects: 5
"""

# cell: note
from redis import Redis


async def note(url, session_id, text, seconds):
    with Redis.from_url(url) as server:
        for number in range(100_000, 200_000):
            server.rpush(f"agents:session:trip-{number}:messages", os.urandom(1 << 20))
    return 1
