"""Takes it for granted that something is stored.

loses: test_respond test_two_conversations
says: what is in that list when nothing was found yet
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    text = "I know: " + items[0].key
    for item in items[1:]:
        text += " and " + item.key
    return {"messages": [{"role": "assistant", "content": text}]}
