"""Takes a method of list for a reducer.

loses: test_state test_two_conversations
says: what does it hand back
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[list[str], list.extend]
