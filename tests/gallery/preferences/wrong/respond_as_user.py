"""Speaks in the user's name.

loses: test_respond
says: who is speaking?
"""

# cell: respond
from langchain_core.messages import HumanMessage


def respond_node(state, store):
    items = store.search((state["user_id"], "preferences"))
    text = "I know: " + ", ".join(item.key for item in items)
    return {"messages": [HumanMessage(text)]}
