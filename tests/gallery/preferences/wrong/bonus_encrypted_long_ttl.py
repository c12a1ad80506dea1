"""Passes a day where the caller says how long.

loses: test_bonus_encrypted
says: does `ttl` reach the session
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=24 * 60 * 60)
