"""Takes commas away, but no full stop, before it splits the text into words.

loses: test_detect
says: ' the same text as
"""

# cell: detect
def detect_preferences_node(state, store):
    words = state["messages"][-1].text.lower().replace(",", " ").split()
    found = [name for keyword, name in KEYWORDS.items() if keyword in words]
    for name in found:
        stamp = datetime.now(UTC).isoformat()
        store.put((state["user_id"], "preferences"), name, {"detected_at": stamp})
    return {"detected_preferences": found}
