"""The text itself is the key: who says it twice has said it."""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, text, {})
    return {"messages": [{"role": "ai", "content": repr(list(recall(store, user)))}]}
