"""Leaves out ttl, so that the library's own holds.

loses: test_bonus_encrypted
says: the SDK has a ttl of its own
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key)
