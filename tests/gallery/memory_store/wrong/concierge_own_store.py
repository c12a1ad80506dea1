"""Has a store of its own, unknown to the graph.

loses: test_concierge
says: it was kept, but where
"""


# cell: concierge
OWN = InMemoryStore()


def concierge(state, runtime):
    user = runtime.context.user_id
    remember(OWN, user, uuid4().hex, {"text": state["messages"][-1].text})
    said = [each["text"] for each in recall(OWN, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
