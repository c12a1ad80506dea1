"""Writes an async node into a graph that is invoked without await.

loses: test_detect test_two_conversations test_bonus_expiry
says: does this node need `async`
"""

# cell: detect
async def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [name for keyword, name in KEYWORDS.items() if keyword in said]
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        await store.aput((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
