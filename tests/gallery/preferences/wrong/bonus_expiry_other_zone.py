"""Stores the moment in the time zone of another place.

loses: test_bonus_expiry
says: which zone does the task ask for
"""

# cell: detect
from datetime import timezone

LISBON_SUMMER = timezone(timedelta(hours=1))


def detect_preferences_node(state, store):
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    for name in found:
        value = {"detected_at": datetime.now(LISBON_SUMMER).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
