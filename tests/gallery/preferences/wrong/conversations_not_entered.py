"""Calls the open functions and never enters what they give.

loses: test_two_conversations
says: gives a context manager; who enters it
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    saver = open_checkpointer(f"{folder}/conversations.db")
    store = open_store(f"{folder}/preferences.db")
    graph = build_graph(saver, store)
    turn = {"messages": [{"role": "user", "content": text}], "user_id": user_id}
    final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return final["messages"][-1].text
