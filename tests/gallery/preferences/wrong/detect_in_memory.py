"""Has a store of its own, in memory.

loses: test_detect test_two_conversations test_bonus_expiry
says: that went into a store in memory
"""

# cell: detect
from langgraph.store.memory import InMemoryStore

memory_store = InMemoryStore()


def detect_preferences_node(state):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        memory_store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
