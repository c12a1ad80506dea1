"""Gets a single item that nobody has put there.

loses: test_respond test_two_conversations
says: which call gave None
"""

# cell: respond
def respond_node(state, store):
    prefs = store.get((state["user_id"], "preferences"), "preferences").value
    text = "I know: " + ", ".join(prefs)
    return {"messages": [{"role": "assistant", "content": text}]}
