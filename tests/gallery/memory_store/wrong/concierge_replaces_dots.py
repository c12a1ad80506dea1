"""Makes a label that two users share.

loses: test_concierge
says: can the id be had back
"""

# cell: concierge
def concierge(state, runtime, *, store: BaseStore):
    namespace = ("concierge", runtime.context.user_id.replace(".", "_"))
    last = state["messages"][-1]
    store.put(namespace, last.id, {"text": last.text})
    texts = [item.value["text"] for item in store.search(namespace, limit=10000)]
    return {"messages": [("assistant", " / ".join(texts))]}
