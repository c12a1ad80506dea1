"""Returns the message, not its text.

loses: test_two_conversations
says: the caller wants the text of the last message
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    with open_checkpointer(f"{folder}/conversations.db") as saver:
        with open_store(f"{folder}/preferences.db") as store:
            graph = build_graph(saver, store)
            config = {"configurable": {"thread_id": thread_id}}
            turn = {"messages": [("user", text)], "user_id": user_id}
            final = graph.invoke(turn, config)
    return final["messages"][-1]
