"""Numbers its notes.

loses: test_concierge
says: which one did each find
"""


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    remember(store, user, f"note-{len(recall(store, user))}", {"text": text})
    said = [each["text"] for each in recall(store, user).values()]
    return {"messages": [("ai", "; ".join(said))]}
