"""Takes the store from a runtime instead of a parameter of its own."""

# cell: detect
from langgraph.runtime import Runtime


def detect_preferences_node(state: PreferenceState, runtime: Runtime):
    namespace = (state["user_id"], "preferences")
    last = state["messages"][-1].text
    detected = []
    for keyword, preference in KEYWORDS.items():
        if last.lower().find(keyword) >= 0:
            runtime.store.put(
                namespace,
                key=preference,
                value={"active": True, "detected_at": datetime.now(UTC).isoformat()},
            )
            detected.append(preference)
    return {"detected_preferences": detected}


# cell: respond
def respond_node(state: PreferenceState, runtime: Runtime):
    namespace = (state["user_id"], "preferences")
    names, offset = [], 0
    while page := runtime.store.search(namespace, limit=2, offset=offset):
        names += [item.key for item in page]
        offset += 2
    text = f"Answering with {', '.join(names)}" if names else "Answering as usual"
    return {"messages": [{"role": "ai", "content": text}]}
