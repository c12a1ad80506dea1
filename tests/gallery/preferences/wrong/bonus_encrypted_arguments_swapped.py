"""Passes the session first and the id second.

loses: test_bonus_encrypted
says: in which order does EncryptedSession take
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(underlying, user_id, key, ttl)
