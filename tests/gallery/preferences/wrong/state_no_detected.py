"""Has no place for what was detected.

loses: test_state
says: where does a node report what it found
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
