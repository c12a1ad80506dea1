"""Prints the reply instead of returning it.

loses: test_respond test_two_conversations
says: what does the state get back from your function
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    prefs = ", ".join(item.key for item in items)
    print("Here is an answer with", prefs or "no preferences yet")
