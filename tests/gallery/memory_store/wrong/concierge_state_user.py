"""Believes the state.

loses: test_concierge
says: state["user_id"]
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, state["user_id"]
    remember(store, user, uuid4().hex, {"text": state["messages"][-1].text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
