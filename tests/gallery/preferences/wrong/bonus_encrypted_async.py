"""Is an async function, so that the caller gets a coroutine.

loses: test_bonus_encrypted
says: not the opening of it
"""

# cell: bonus_encrypted
async def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
