"""Opens both files wherever the process happens to be.

loses: test_two_conversations
says: does everything you open lie in `folder`
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    config = {"configurable": {"thread_id": thread_id}}
    with open_checkpointer("conversations.db") as saver:
        with open_store("preferences.db") as store:
            graph = build_graph(saver, store)
            turn = {"messages": [("user", text)], "user_id": user_id}
            return graph.invoke(turn, config)["messages"][-1].text
