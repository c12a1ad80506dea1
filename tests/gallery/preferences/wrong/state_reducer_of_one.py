"""The reducer takes only the new value.

loses: test_state test_two_conversations
says: a reducer is given what was there and what is new
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[list[str], lambda new: new]
