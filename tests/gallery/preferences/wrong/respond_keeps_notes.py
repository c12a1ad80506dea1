"""Puts the reply beside the preferences.

loses: test_respond test_two_conversations
says: and take it for what
"""

# cell: respond
def respond_node(state, store):
    namespace = (state["user_id"], "preferences")
    names = [item.key for item in store.search(namespace)]
    text = "I know: " + ", ".join(names)
    store.put(namespace, "last_reply", {"text": text})
    return {"messages": [{"role": "assistant", "content": text}]}
