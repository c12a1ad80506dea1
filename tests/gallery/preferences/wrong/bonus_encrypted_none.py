"""Makes the session and does not return it.

loses: test_bonus_encrypted
says: that never says `return`
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    session = EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
