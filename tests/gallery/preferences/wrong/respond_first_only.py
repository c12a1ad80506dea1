"""Uses the first item that the search returns.

loses: test_respond test_two_conversations
says: search() returns a list; use all of it
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    text = "How do you like your answers?"
    for item in items:
        text = f"I keep in mind: {item.key}"
        break
    return {"messages": [{"role": "assistant", "content": text}]}
