"""Encodes the key, which the session wants as text.

loses: test_bonus_encrypted
says: takes the key as you were given it
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    return EncryptedSession(
        session_id=user_id,
        underlying_session=SQLiteSession(user_id, path),
        encryption_key=key.encode(),
        ttl=ttl,
    )
