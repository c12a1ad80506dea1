"""Listens to the whole conversation instead of the last message.

loses: test_detect
says: which only an earlier message states
demo: yes
"""


# cell: detect
def detect_preferences_node(state, store):
    text = " ".join(message.text for message in state["messages"]).lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in text]
    for name in found:
        value = {"detected_from": text, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
