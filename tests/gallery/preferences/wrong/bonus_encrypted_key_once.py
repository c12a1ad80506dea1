"""Generates one key for as long as the process lives.

loses: test_bonus_encrypted
says: the key it is given, or one made earlier
"""

# cell: bonus_encrypted
import secrets

SECRET = secrets.token_urlsafe(32)


def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=SECRET, ttl=ttl)
