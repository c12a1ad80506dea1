"""Reads, then writes, and replies with what it read.

loses: test_concierge
says: which comes first, the writing or the reading
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    said = [each["text"] for each in recall(store, user).values()]
    remember(store, user, uuid4().hex, {"text": text})
    return {"messages": [("ai", "; ".join(said))]}
