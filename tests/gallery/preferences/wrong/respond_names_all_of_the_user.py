"""Searches all namespaces of the user, and takes whatever is there for a preference.

loses: test_respond
says: `, which is stored under ('user-
"""


# cell: respond
def respond_node(state, store):
    names = [item.key for item in store.search((state["user_id"],), limit=100)]
    text = "I know: " + ", ".join(names) if names else "What do you like?"
    return {"messages": [{"role": "assistant", "content": text}]}
