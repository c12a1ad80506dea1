"""Wants a set, while the nodes report lists.

loses: test_state test_two_conversations
says: does yours fit two lists
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[set, operator.or_]
