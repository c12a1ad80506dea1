"""Looks up the same user for everybody.

loses: test_respond test_two_conversations
says: whose namespace did your node look into
"""

# cell: respond
def respond_node(state, store):
    items = store.search(("alice", "preferences"))
    text = "Preferences: " + ", ".join(item.key for item in items)
    return {"messages": [{"role": "assistant", "content": text}]}
