"""Writes a state down instead of a schema for one.

loses: test_state test_two_conversations
says: a schema is a class; what is yours
"""

# cell: state
PreferenceState = {
    "messages": [],
    "user_id": "",
    "detected_preferences": [],
}
