"""Takes the message object for its text.

loses: test_detect test_two_conversations test_bonus_expiry
says: no attribute 'lower'
"""

# cell: detect
def detect_preferences_node(state, store):
    text = state["messages"][-1].lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in text]
    for name in found:
        store.put((state["user_id"], "preferences"), name, {"detected_from": text})
    return {"detected_preferences": found}
