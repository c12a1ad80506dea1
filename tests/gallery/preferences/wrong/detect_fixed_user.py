"""Stores for the user of the lesson, whoever is speaking.

loses: test_detect test_two_conversations
says: the namespace says whose preference it is
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    namespace = ("user_123", "preferences")
    found = []
    for keyword, name in KEYWORDS.items():
        if keyword in said:
            value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
            store.put(namespace, name, value)
            found.append(name)
    return {"detected_preferences": found}
