"""Stores seconds since 1970 instead of ISO 8601 text.

loses: test_bonus_expiry
says: a number of what, since when
"""

# cell: detect
import time


def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_from": said, "detected_at": time.time()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
