"""Counts on at least one keyword in every message.

loses: test_detect test_two_conversations
says: what is in that list when nothing was found yet
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    strongest = found[0]
    for name in found:
        value = {
            "rank": "first" if name == strongest else "more",
            "detected_at": datetime.now(UTC).isoformat(),
        }
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
