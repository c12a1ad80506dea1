"""Returns a text instead of a part of the state.

loses: test_concierge
says: Expected dict, got
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, uuid4().hex, {"text": text})
    return "; ".join(each["text"] for each in recall(store, user).values())
