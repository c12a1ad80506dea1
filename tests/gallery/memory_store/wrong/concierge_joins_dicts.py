"""Joins the memories, which are dicts.

loses: test_concierge
says: join() takes texts
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, uuid4().hex, {"text": text})
    return {"messages": [("ai", "; ".join(recall(store, user).values()))]}
