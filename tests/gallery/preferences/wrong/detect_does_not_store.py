"""Detects and reports, but keeps nothing.

loses: test_detect test_two_conversations test_bonus_expiry
says: which call of the store writes
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    return {"detected_preferences": [KEYWORDS[word] for word in KEYWORDS if word in said]}
