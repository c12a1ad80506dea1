"""Reports a name instead of a list of names.

loses: test_detect test_two_conversations test_bonus_expiry
says: is what you return one as well, not a text
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    result = []
    for keyword, name in KEYWORDS.items():
        if keyword in said:
            value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), name, value)
            result = name
    return {"detected_preferences": result}
