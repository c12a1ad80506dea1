"""Replies in the traveller's role.

loses: test_concierge
says: who speaks in a reply
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, uuid4().hex, {"text": text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("user", "; ".join(said))]}
