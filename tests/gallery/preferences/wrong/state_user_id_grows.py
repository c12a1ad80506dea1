"""Puts the same reducer on every field.

loses: test_state test_two_conversations
says: which of the three fields grow
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: Annotated[str, operator.add]
    detected_preferences: Annotated[list[str], operator.add]
