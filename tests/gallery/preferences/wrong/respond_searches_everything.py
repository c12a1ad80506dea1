"""Searches the whole store.

loses: test_respond test_two_conversations
says: how much of the store does your search cover
demo: yes
"""

# cell: respond
def respond_node(state, store):
    names = {item.key for item in store.search((), limit=1000)}
    text = "I know: " + ", ".join(sorted(names))
    return {"messages": [{"role": "assistant", "content": text}]}
