"""Has the labels of the namespace the wrong way round.

loses: test_respond test_two_conversations
says: in which were they put
"""

# cell: respond
def respond_node(state, store):
    items = store.search(("preferences", state["user_id"]))
    text = "Preferences: " + ", ".join(item.key for item in items)
    return {"messages": [{"role": "assistant", "content": text}]}
