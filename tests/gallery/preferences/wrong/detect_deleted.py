"""Gave the function a name of its own.

loses: test_detect test_two_conversations test_bonus_expiry
says: not started: `detect_preferences_node` is not defined yet
"""

# cell: detect
def detect_preferences(state, store):
    last = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in last]
    for name in found:
        value = {"detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
