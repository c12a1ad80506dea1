"""Throws away what was known before it stores something new.

loses: test_detect test_two_conversations
says: what happens to the earlier preference when the next one is put
"""

# cell: detect
def detect_preferences_node(state, store):
    namespace = (state["user_id"], "preferences")
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    if found:
        for item in store.search(namespace):
            store.delete(namespace, item.key)
    for name in found:
        store.put(namespace, name, {"detected_at": datetime.now(UTC).isoformat()})
    return {"detected_preferences": found}
