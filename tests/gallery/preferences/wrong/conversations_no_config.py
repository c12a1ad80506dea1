"""Does not say which conversation it is.

loses: test_two_conversations
says: who tells it which one, and in which dict
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer(str(Path(folder) / "conversations.db")) as saver,
        open_store(str(Path(folder) / "preferences.db")) as store,
    ):
        graph = build_graph(saver, store)
        turn = {"messages": [("user", text)], "user_id": user_id}
        final = graph.invoke(turn)
        return final["messages"][-1].text
