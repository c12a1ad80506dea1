"""Names what this conversation detected, and never asks the store.

loses: test_respond test_two_conversations
says: which memory outlives it
"""

# cell: respond
def respond_node(state, store):
    names = state.get("detected_preferences", [])
    if names:
        text = "I will use: " + ", ".join(sorted(set(names)))
    else:
        text = "How do you like your answers?"
    return {"messages": [{"role": "assistant", "content": text}]}
