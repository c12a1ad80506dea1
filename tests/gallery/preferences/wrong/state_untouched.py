"""Has not begun.

loses: test_state test_two_conversations
says: not started: `PreferenceState` is not defined yet
"""

# cell: state
class PreferenceState(MessagesState):
    """One conversation: its messages, whose it is, and what was detected in it."""
    raise NotImplementedError
