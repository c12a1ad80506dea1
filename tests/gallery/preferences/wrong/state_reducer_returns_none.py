"""The reducer changes the old list in place and returns nothing.

loses: test_state test_two_conversations
says: a reducer hands back the joined value
"""

# cell: state
def merge(old, new):
    old.extend(new)


class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[list[str], merge]
