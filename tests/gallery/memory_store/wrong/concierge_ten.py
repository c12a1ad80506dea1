"""Does not say how many.

loses: test_concierge
says: how many does search give
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    store.put(("notes", user), uuid4().hex, {"text": text})
    said = [item.value["text"] for item in store.search(("notes", user))]
    return {"messages": [("ai", "; ".join(said))]}
