"""Reads for the context's user, writes for the state's.

loses: test_concierge
says: for which one do you write
"""


# cell: concierge
def concierge(state, runtime):
    store, user, text = runtime.store, runtime.context.user_id, state["messages"][-1].text
    remember(store, state.get("user_id", user), uuid4().hex, {"text": text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join([*said, text]))]}
