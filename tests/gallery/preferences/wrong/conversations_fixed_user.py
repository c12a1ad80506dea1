"""Is always Alice.

loses: test_two_conversations
says: follow user_id from chat's argument
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    config = {"configurable": {"thread_id": thread_id}}
    with (
        open_checkpointer(str(Path(folder) / "conversations.db")) as saver,
        open_store(str(Path(folder) / "preferences.db")) as store,
    ):
        final = build_graph(saver, store).invoke(
            {"messages": [("user", text)], "user_id": "alice"}, config
        )
        return final["messages"][-1].text
