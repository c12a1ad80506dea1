"""Hands over the path where a session is wanted.

loses: test_bonus_encrypted
says: one argument should be a session
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents.extensions.memory import EncryptedSession

    return EncryptedSession(user_id, path, key, ttl)
