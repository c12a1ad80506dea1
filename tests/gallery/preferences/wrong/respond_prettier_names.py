"""Writes the names more nicely than they are stored.

loses: test_respond test_two_conversations
says: letter by letter
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    names = [item.key.replace("_", " ").title() for item in items]
    text = "I remember: " + ", ".join(names) if names else "Nice to meet you."
    return {"messages": [{"role": "assistant", "content": text}]}
