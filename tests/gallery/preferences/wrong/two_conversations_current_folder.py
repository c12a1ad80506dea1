"""Keeps the preferences in the folder that was named, the conversations where it happens to run.

loses: test_two_conversations
says: elsewhere/conversations.db has no thread
"""


# cell: chat
def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer("conversations.db") as saver,
        open_store(f"{folder}/preferences.db") as store,
    ):
        final = build_graph(saver, store).invoke(
            {"messages": [("user", text)], "user_id": user_id},
            {"configurable": {"thread_id": thread_id}},
        )
        return final["messages"][-1].text
