"""The call of put slipped out of the `if`.

loses: test_detect test_two_conversations
says: how many preferences does a message with one keyword state
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = []
    for keyword, name in KEYWORDS.items():
        if keyword in said:
            found.append(name)
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
