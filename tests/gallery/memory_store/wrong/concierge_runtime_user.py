"""Looks for the user one level too high.

loses: test_concierge
says: what a runtime has
"""


# cell: concierge
def concierge(state, runtime):
    user = runtime.user_id
    return {"messages": [("ai", user)]}
