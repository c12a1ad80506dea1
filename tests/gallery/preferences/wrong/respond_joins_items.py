"""Joins the items themselves.

loses: test_respond test_two_conversations
says: join() takes texts
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    return {"messages": [{"role": "assistant", "content": "I know: " + ", ".join(items)}]}
