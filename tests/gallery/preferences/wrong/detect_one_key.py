"""Stores everything under one key.

loses: test_detect test_two_conversations
says: which key tells preferences apart
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    if found:
        value = {"preferences": found, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), "preferences", value)
    return {"detected_preferences": found}
