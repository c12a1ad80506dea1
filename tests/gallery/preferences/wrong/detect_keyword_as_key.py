"""Stores the word that was said, not the preference that it states.

loses: test_detect test_two_conversations
says: KEYWORDS maps what people say
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = []
    for keyword, name in KEYWORDS.items():
        if keyword in said:
            value = {"name": name, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), keyword, value)
            found.append(name)
    return {"detected_preferences": found}
