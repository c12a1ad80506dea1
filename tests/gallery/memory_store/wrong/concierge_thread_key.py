"""One key for each thread.

loses: test_concierge
says: what in your key differs
"""


# cell: concierge
def concierge(state, config, runtime):
    store, user, text = runtime.store, runtime.context.user_id, state["messages"][-1].text
    remember(store, user, config["configurable"]["thread_id"], {"text": text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
