"""Stores a datetime, which only a store in memory can keep.

loses: test_bonus_expiry
says: a moment, or a text
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC)}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
