"""Types the keywords again, and one of them differs.

loses: test_detect test_two_conversations test_bonus_expiry
says: what does KEYWORDS say for 'examples'
"""

# cell: detect
def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = []
    if "detailed" in said:
        found.append("detailed_explanations")
    if "concise" in said:
        found.append("concise_responses")
    if "for example" in said:
        found.append("include_examples")
    if "formal" in said:
        found.append("formal_tone")
    if "casual" in said:
        found.append("casual_tone")
    for name in found:
        value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}
