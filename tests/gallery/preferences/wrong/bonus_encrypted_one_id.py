"""Uses one session id for everybody.

loses: test_bonus_encrypted
says: one id for each user
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession("preferences", path)
    return EncryptedSession("preferences", underlying, encryption_key=key, ttl=ttl)
