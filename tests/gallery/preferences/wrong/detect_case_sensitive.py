"""Looks for the keywords in small letters only.

loses: test_detect
says: compare in one case
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
