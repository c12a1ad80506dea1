"""Keeps both memories in one file.

loses: test_two_conversations
says: two memories, two files
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    path = str(Path(folder) / "conversations.db")
    config = {"configurable": {"thread_id": thread_id}}
    with open_checkpointer(path) as saver, open_store(path) as store:
        graph = build_graph(saver, store)
        final = graph.invoke({"messages": [("user", text)], "user_id": user_id}, config)
        return final["messages"][-1].text
