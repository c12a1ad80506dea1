"""Has not begun; the detecting node is done.

loses: test_bonus_expiry
says: not started
"""

# cell: bonus_expiry
def active_preferences(store, user_id, now):
    """Return the names of the user's preferences detected in the 30 days before `now`."""
    raise NotImplementedError
