"""Stores, and returns nothing.

loses: test_detect
says: a node's return value is the only way into the state
"""

# cell: detect
def detect_preferences_node(state, store):
    text = state["messages"][-1].text.lower()
    for keyword in KEYWORDS:
        if keyword in text:
            value = {"detected_from": text, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), KEYWORDS[keyword], value)
