"""Returns from inside the loop, so that only the first keyword counts.

loses: test_detect
says: where does your loop end
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    for keyword, name in KEYWORDS.items():
        if keyword in said:
            value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), name, value)
            return {"detected_preferences": [name]}
    return {"detected_preferences": []}
