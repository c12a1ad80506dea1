"""Has not begun.

loses: test_detect test_two_conversations test_bonus_expiry
says: replace the `raise NotImplementedError` line of `detect_preferences_node`
"""

# cell: detect
def detect_preferences_node(state, store):
    """Remember each preference that the last message states, and return their names."""
    raise NotImplementedError
