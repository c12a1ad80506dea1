"""Looks up what is known already, the way the lesson's text shows it.

loses: test_detect test_two_conversations test_bonus_expiry
says: the lesson text is out of date here
"""

# cell: detect
def detect_preferences_node(state, store):
    namespace = (state["user_id"], "preferences")
    known = {item.key for item in store.search(namespace=namespace)}
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        if name not in known:
            store.put(namespace, name, {"detected_at": datetime.now(UTC).isoformat()})
    return {"detected_preferences": found}
