"""Takes the thread for the user.

loses: test_concierge
says: which of the two did you file it under
"""


# cell: concierge
def concierge(state, config, runtime):
    store, user = runtime.store, config["configurable"]["thread_id"]
    remember(store, user, uuid4().hex, {"text": state["messages"][-1].text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
