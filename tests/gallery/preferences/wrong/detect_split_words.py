"""Compares whole words, with the comma still on them.

loses: test_detect test_bonus_expiry
says: the same text as
demo: yes
"""

# cell: detect
def detect_preferences_node(state, store):
    words = state["messages"][-1].text.lower().split()
    found = [KEYWORDS[word] for word in words if word in KEYWORDS]
    for name in found:
        value = {"word": name, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
