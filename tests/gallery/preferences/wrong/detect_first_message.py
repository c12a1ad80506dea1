"""Takes the first message for the newest.

loses: test_detect test_two_conversations
says: at which end of state['messages'] is the newest
"""

# cell: detect
def detect_preferences_node(state, store):
    text = state["messages"][0].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in text]
    for name in found:
        value = {"detected_from": text, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
