"""Takes the seconds it is given for minutes.

loses: test_bonus_encrypted
says: in which unit is `ttl` given
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl * 60)
