"""Imports the class from the wrong module.

loses: test_bonus_encrypted
says: hint 1 says which module has it
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import EncryptedSession, SQLiteSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
