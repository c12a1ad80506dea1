"""Reads everybody's notes.

loses: test_concierge
says: whose memories does your node read
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    store.put(("notes", user), uuid4().hex, {"text": text})
    said = [item.value["text"] for item in store.search(("notes",), limit=1000)]
    return {"messages": [("ai", "; ".join(said))]}
