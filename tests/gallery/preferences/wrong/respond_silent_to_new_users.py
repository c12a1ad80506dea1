"""Says nothing to who has no preferences.

loses: test_respond
says: what does your function do then
"""

# cell: respond
def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    if items:
        text = "I know: " + ", ".join(item.key for item in items)
        return {"messages": [{"role": "assistant", "content": text}]}
