"""Divides the seconds by sixty.

loses: test_bonus_encrypted
says: how long is your ttl, in seconds
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    minutes = ttl // 60
    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=minutes)
