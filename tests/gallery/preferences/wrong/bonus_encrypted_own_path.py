"""Writes to a file of its own choice.

loses: test_bonus_encrypted
says: the folder holds preferences_session.db
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, "preferences_session.db")
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
