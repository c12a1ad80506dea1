"""Reads from a store of its own, which lives in memory.

loses: test_respond test_two_conversations
says: which call reads from the store that your node was given
"""

# cell: respond
from langgraph.store.memory import InMemoryStore

store = InMemoryStore()


def respond_node(state):
    items = store.search((state["user_id"], "preferences"))
    text = "I know: " + ", ".join(item.key for item in items)
    return {"messages": [{"role": "assistant", "content": text}]}
