"""Returns the text, not a change of the state.

loses: test_respond test_two_conversations
says: a node returns a dict
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    return "Your preferences: " + ", ".join(item.key for item in items)
