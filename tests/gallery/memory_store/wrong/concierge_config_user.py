"""Takes the user from the config.

loses: test_concierge
says: config["configurable"]["user_id"]
"""


# cell: concierge
def concierge(state, config, runtime):
    store, user = runtime.store, config["configurable"]["user_id"]
    remember(store, user, uuid4().hex, {"text": state["messages"][-1].text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
