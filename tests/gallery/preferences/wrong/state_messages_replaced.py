"""Writes all three fields out and forgets that messages need a reducer as well.

loses: test_state test_two_conversations
says: already knows how to add messages
"""

# cell: state
from typing import TypedDict


class PreferenceState(TypedDict):
    messages: list
    user_id: str
    detected_preferences: Annotated[list[str], operator.add]
