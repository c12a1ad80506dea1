"""Takes the key from the environment, as the library's example does.

loses: test_bonus_encrypted
says: KeyError: 'SESSION_ENCRYPTION_KEY'
"""

# cell: bonus_encrypted
import os


def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    return EncryptedSession(
        session_id=user_id,
        underlying_session=SQLiteSession(user_id, path),
        encryption_key=os.environ["SESSION_ENCRYPTION_KEY"],
        ttl=ttl,
    )
