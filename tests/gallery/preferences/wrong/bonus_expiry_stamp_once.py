"""Asks the clock once, when the cell is run.

loses: test_bonus_expiry
says: when did yours ask the clock
"""

# cell: detect
NOW = datetime.now(UTC)


def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_from": said, "detected_at": NOW.isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
