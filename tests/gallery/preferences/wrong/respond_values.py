"""Shows what was said instead of what it is called.

loses: test_respond test_two_conversations
says: an item's key is the name
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    said = [str(item.value.get("detected_from")).split()[0] for item in items]
    text = "You once said: " + "; ".join(said)
    return {"messages": [{"role": "assistant", "content": text}]}
