"""Asks for three at most.

loses: test_respond
says: does anything in your code limit
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"), limit=3)
    text = "I know: " + ", ".join(item.key for item in items)
    return {"messages": [{"role": "assistant", "content": text}]}
