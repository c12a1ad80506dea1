"""Believes the state where it says something.

loses: test_concierge
says: which of the two can the client choose
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, state.get("user_id") or runtime.context.user_id
    remember(store, user, uuid4().hex, {"text": state["messages"][-1].text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
