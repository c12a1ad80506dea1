"""Leaves keys of other types where the check looks.

lesson: redis_session
with: reference
expects: 5
says: answered the check with
"""

# cell: note
from redis import Redis


async def note(url, session_id, text, seconds):
    with Redis.from_url(url) as server:
        server.set(f"agents:session:{session_id}:messages", "no list")
    return 1
