"""Deletes each preference once it was used.

loses: test_respond test_two_conversations
says: loading is not taking out
"""

# cell: respond
def respond_node(state, store):
    namespace = (state["user_id"], "preferences")
    names = []
    for item in store.search(namespace):
        names.append(item.key)
        store.delete(namespace, item.key)
    text = "I know: " + ", ".join(names)
    return {"messages": [{"role": "assistant", "content": text}]}
