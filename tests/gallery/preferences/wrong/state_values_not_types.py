"""Gives the fields start values instead of types, as in an ordinary class.

loses: test_state test_two_conversations
says: a field is declared as `name: type`
"""

# cell: state
from typing import TypedDict


class PreferenceState(TypedDict):
    messages = []
    user_id = ""
    detected_preferences = []
