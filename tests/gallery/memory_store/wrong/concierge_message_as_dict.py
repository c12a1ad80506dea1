"""Takes a message for a dict.

loses: test_concierge
says: which attribute is its text
"""


# cell: concierge
def concierge(state, runtime):
    user, text = runtime.context.user_id, state["messages"][-1]["content"]
    remember(runtime.store, user, uuid4().hex, {"text": text})
    return {"messages": [("ai", text)]}
