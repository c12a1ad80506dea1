"""Makes a new id at each call.

loses: test_bonus_encrypted
says: under which id will you find it the next time
"""

# cell: bonus_encrypted
from uuid import uuid4


def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    session_id = f"{user_id}-{uuid4()}"
    underlying = SQLiteSession(session_id, path)
    return EncryptedSession(session_id, underlying, encryption_key=key, ttl=ttl)
