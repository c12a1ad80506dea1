"""Takes a text for the list of names.

loses: test_state test_two_conversations
says: what does the field's type start as
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[str, operator.add]
