"""Returns both sessions.

loses: test_bonus_encrypted
says: one object comes back
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    encrypted = EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
    return underlying, encrypted
