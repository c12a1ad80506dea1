"""Leaves out whose conversation it is.

loses: test_state test_two_conversations
says: how will a node know whose preferences to load
"""

# cell: state
class PreferenceState(MessagesState):
    detected_preferences: Annotated[list[str], operator.add]
