"""Reads the message as if it still were the dict that went in.

loses: test_detect test_two_conversations test_bonus_expiry
says: which attribute is its text
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1]["content"].lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
