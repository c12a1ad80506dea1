"""Stores no moment of detection.

loses: test_bonus_expiry
says: under which key will `active_preferences` look
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_from": said}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
