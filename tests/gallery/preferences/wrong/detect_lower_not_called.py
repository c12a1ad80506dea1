"""Leaves out the parentheses of a method.

loses: test_detect test_two_conversations test_bonus_expiry
says: a method that is named is not yet called
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
