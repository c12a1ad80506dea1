"""Its second parameter has a name that LangGraph does not know.

loses: test_concierge
says: which names does it know
"""


# cell: concierge
def concierge(state, context):
    return {"messages": [("ai", context.user_id)]}
