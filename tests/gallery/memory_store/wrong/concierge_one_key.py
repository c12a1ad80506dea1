"""Has one key, so that the last text replaces the others.

loses: test_concierge
says: one item is left of two
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, "last", {"text": text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
