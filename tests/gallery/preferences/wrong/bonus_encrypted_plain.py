"""Returns the session underneath, which writes plaintext.

loses: test_bonus_encrypted
says: which of the two sessions did you return
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    session = SQLiteSession(user_id, path)
    EncryptedSession(user_id, session, encryption_key=key, ttl=ttl)
    return session
