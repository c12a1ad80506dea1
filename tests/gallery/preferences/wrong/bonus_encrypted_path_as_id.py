"""Swaps the id and the path of the session underneath.

loses: test_bonus_encrypted
says: which argument of the session underneath is the path
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(path, user_id)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
