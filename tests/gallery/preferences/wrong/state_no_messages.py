"""Has only the two new fields, in a class of its own.

loses: test_state test_two_conversations
says: start from a schema that brings `messages` along
"""

# cell: state
from typing import TypedDict


class PreferenceState(TypedDict):
    user_id: str
    detected_preferences: Annotated[list[str], operator.add]
