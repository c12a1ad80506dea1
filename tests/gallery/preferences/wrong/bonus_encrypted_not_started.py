"""Has not begun.

loses: test_bonus_encrypted
says: not started
"""

# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    """Return a session in the file at `path` whose items only `key` can read."""
    raise NotImplementedError
