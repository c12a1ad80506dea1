"""Leaves the second label out of the namespace.

loses: test_detect test_two_conversations
says: the namespace is a tuple of two labels
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"],), name, value)
    return {"detected_preferences": found}
