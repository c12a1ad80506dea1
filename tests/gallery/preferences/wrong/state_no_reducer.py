"""Declares the list without saying how it grows; annotates the nodes with the state.

loses: test_state
says: which annotation tells LangGraph to add
demo: yes
"""

# cell: state
class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: list[str]


# cell: detect
def detect_preferences_node(state: PreferenceState, store):
    last = state["messages"][-1].text.lower()
    found = []
    for keyword, name in KEYWORDS.items():
        if keyword in last:
            value = {"detected_from": last, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), name, value)
            found.append(name)
    return {"detected_preferences": found}


# cell: respond
def respond_node(state: PreferenceState, store):
    items = store.search((state["user_id"], "preferences"))
    text = "Preferences: " + ", ".join(item.key for item in items)
    return {"messages": [{"role": "assistant", "content": text}]}
