"""Leaves the whole program when there is nothing to detect.

loses: test_detect test_two_conversations
says: exit ends the process
"""

# cell: detect
import sys


def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    if not found:
        sys.exit("no preference in this message")
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
