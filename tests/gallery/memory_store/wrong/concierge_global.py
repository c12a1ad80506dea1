"""Keeps the texts in a dict as well.

loses: test_concierge
says: which store does your node use
"""


# cell: concierge
SAID = {}


def concierge(state, runtime):
    user, text = runtime.context.user_id, state["messages"][-1].text
    SAID.setdefault(user, []).append(text)
    remember(runtime.store, user, uuid4().hex, {"text": text})
    return {"messages": [("ai", "; ".join(SAID[user]))]}
