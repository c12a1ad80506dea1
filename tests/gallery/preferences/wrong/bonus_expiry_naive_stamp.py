"""Stores a local time without its zone.

loses: test_bonus_expiry
says: a datetime without a time zone is nobody's
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now().isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
