"""Generates a key at each call and ignores the one it gets.

loses: test_bonus_encrypted
says: is the key you encrypt with the one you were given
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    from cryptography.fernet import Fernet

    underlying = SQLiteSession(user_id, path)
    secret = Fernet.generate_key().decode()
    return EncryptedSession(user_id, underlying, encryption_key=secret, ttl=ttl)
