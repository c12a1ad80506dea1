"""Calls the list by a slightly different name.

loses: test_state
says: compare `detected_preference` with
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
    detected_preference: Annotated[list[str], operator.add]
