"""Appends to one list: read, change, write.

loses: test_concierge
says: what did the second one overwrite
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    notes = recall(store, user).get("notes", {"texts": []})["texts"]
    remember(store, user, "notes", {"texts": [*notes, text]})
    return {"messages": [("ai", "; ".join([*notes, text]))]}
