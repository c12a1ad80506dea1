"""Writes the moment in a format of its own.

loses: test_bonus_expiry
says: which format is that
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_at": datetime.now(UTC).strftime("%d.%m.%Y %H:%M")}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
