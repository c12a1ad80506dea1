"""Writes, and replies with the conversation.

loses: test_concierge
says: what does a new thread begin with
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, uuid4().hex, {"text": text})
    said = [each.text for each in state["messages"] if each.type == "human"]
    return {"messages": [("ai", "; ".join(said))]}
