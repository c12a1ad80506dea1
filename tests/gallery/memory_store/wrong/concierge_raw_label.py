"""Takes the user id for a label as it is.

loses: test_concierge
says: which form of it may a label have?
"""

# cell: concierge
def concierge(state, runtime, *, store: BaseStore):
    namespace = ("concierge", runtime.context.user_id)
    last = state["messages"][-1]
    store.put(namespace, last.id, {"text": last.text})
    texts = [item.value["text"] for item in store.search(namespace, limit=10000)]
    return {"messages": [("assistant", " / ".join(texts))]}
