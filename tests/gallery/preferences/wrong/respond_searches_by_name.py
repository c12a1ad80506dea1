"""Names the namespace argument, as the lesson's text does.

loses: test_respond test_two_conversations
says: the lesson text is out of date here
demo: yes
"""

# cell: respond
def respond_node(state, store):
    items = store.search(namespace=(state["user_id"], "preferences"))
    prefs = [item.key for item in items]
    return {"messages": [{"role": "assistant", "content": f"Using {prefs}"}]}
