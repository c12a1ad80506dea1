"""Gives the user's id where a tuple belongs.

loses: test_detect test_two_conversations test_bonus_expiry
says: each letter of a text became a label
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put(state["user_id"], name, value)
    return {"detected_preferences": found}
