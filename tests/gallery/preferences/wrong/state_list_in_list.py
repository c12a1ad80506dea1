"""The reducer puts the new list inside the old one.

loses: test_state
says: is it joined to the other, or put inside
"""

# cell: state
def remember(old, new):
    return old + [new]


class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[list[str], remember]
