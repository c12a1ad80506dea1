"""Puts the value where the key belongs.

loses: test_detect test_two_conversations test_bonus_expiry
says: where, under which name, what
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {name: True, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), value)
    return {"detected_preferences": found}
