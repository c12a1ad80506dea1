"""Lists all choices to who has not chosen yet.

loses: test_respond test_two_conversations
says: where did that name come from, if not from the store
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    names = [item.key for item in items]
    if names:
        text = "I will use " + ", ".join(names)
    else:
        text = "Which do you prefer: " + ", ".join(KEYWORDS.values()) + "?"
    return {"messages": [{"role": "assistant", "content": text}]}
