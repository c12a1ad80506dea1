"""Forgets the path, so that the items stay in memory.

loses: test_bonus_encrypted
says: where does the session underneath keep its items
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
