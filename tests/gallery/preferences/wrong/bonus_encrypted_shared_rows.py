"""Gives all users the same rows underneath, each with a key of their own.

loses: test_bonus_encrypted
says: whose rows does the one underneath keep
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession("preferences", path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
