"""Does not tell the graph who is speaking.

loses: test_two_conversations
says: besides the message
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    config = {"configurable": {"thread_id": thread_id, "user_id": user_id}}
    with (
        open_checkpointer(str(Path(folder) / "conversations.db")) as saver,
        open_store(str(Path(folder) / "preferences.db")) as store,
    ):
        final = build_graph(saver, store).invoke({"messages": [("user", text)]}, config)
        return final["messages"][-1].text
