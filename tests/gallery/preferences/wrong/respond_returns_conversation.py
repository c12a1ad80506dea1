"""Copies the whole conversation into the reply, message by message.

loses: test_respond
says: with the new message only
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    text = "I know: " + ", ".join(item.key for item in items)
    messages = [(message.type, message.text) for message in state["messages"]]
    messages.append(("assistant", text))
    return {"messages": messages}
