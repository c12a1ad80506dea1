"""Joins old and new names itself, and the reducer joins them again.

loses: test_detect
says: your node or the state's reducer
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    preferences = list(state.get("detected_preferences", []))
    for keyword, name in KEYWORDS.items():
        if keyword in said:
            value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), name, value)
            preferences.append(name)
    return {"detected_preferences": preferences}
