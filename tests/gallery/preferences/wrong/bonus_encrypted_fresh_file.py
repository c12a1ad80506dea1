"""Begins with a new file each time.

loses: test_bonus_encrypted
says: what happens to a file that is already there
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    Path(path).unlink(missing_ok=True)
    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
