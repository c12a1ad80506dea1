"""Stores the sentence itself where a dict belongs.

loses: test_detect test_two_conversations test_bonus_expiry
says: that put() takes is a dict
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        store.put((state["user_id"], "preferences"), name, said)
    return {"detected_preferences": found}
