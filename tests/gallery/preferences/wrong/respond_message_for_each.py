"""Sends one message for each preference.

loses: test_respond test_two_conversations
says: which part of the reply is said once
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    messages = [
        {"role": "assistant", "content": f"I keep in mind: {item.key}"} for item in items
    ]
    if not messages:
        messages = [{"role": "assistant", "content": "How do you like your answers?"}]
    return {"messages": messages}
