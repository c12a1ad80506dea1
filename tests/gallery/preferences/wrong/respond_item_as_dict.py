"""Treats an item as a dict.

loses: test_respond test_two_conversations
says: which attribute is its name
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    names = [item["key"] for item in items]
    return {"messages": [{"role": "assistant", "content": "I know: " + ", ".join(names)}]}
