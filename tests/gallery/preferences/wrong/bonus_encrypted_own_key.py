"""Encrypts with a key written into the code.

loses: test_bonus_encrypted
says: does `key` reach the cipher
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    return EncryptedSession(
        session_id=user_id,
        underlying_session=SQLiteSession(user_id, path),
        encryption_key="your-secret-key",
        ttl=ttl,
    )
