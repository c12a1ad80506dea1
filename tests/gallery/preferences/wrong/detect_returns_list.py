"""Returns the list itself instead of a change of the state.

loses: test_detect test_two_conversations test_bonus_expiry
says: which parts of the state changed
"""

# cell: detect
def detect_preferences_node(state, store):
    text = state["messages"][-1].text.lower()
    found = []
    for keyword, name in KEYWORDS.items():
        if keyword in text:
            value = {"detected_from": text, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), name, value)
            found.append(name)
    return found
