"""Has not begun.

loses: test_bonus_search
says: not started
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    """Return at most `limit` names of the user's preferences, nearest in meaning first."""
    raise NotImplementedError
