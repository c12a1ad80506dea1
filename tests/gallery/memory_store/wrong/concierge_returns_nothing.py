"""Forgets to return.

loses: test_concierge
says: which part of the state does your node return
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, uuid4().hex, {"text": text})
