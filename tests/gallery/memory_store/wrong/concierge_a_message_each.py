"""A message for each text.

loses: test_concierge
says: only the last was read
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, uuid4().hex, {"text": text})
    return {"messages": [("ai", each["text"]) for each in recall(store, user).values()] + [("ai", ".")]}
