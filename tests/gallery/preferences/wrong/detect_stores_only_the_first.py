"""Returns all that it found, but leaves the loop that stores after the first.

loses: test_detect
says: how many times does `put` run when three were found?
"""


# cell: detect
def detect_preferences_node(state, store):
    text = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in text]
    for name in found:
        value = {"detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
        break
    return {"detected_preferences": found}
