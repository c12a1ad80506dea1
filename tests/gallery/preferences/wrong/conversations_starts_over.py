"""Begins each turn with an empty conversations.db.

loses: test_two_conversations
says: what does chat do to a file that is already there
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    conversations = Path(folder, "conversations.db")
    if conversations.exists():
        conversations.unlink()
    with (
        open_checkpointer(str(conversations)) as saver,
        open_store(str(Path(folder, "preferences.db"))) as store,
    ):
        graph = build_graph(saver, store)
        turn = {"messages": [("user", text)], "user_id": user_id}
        final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return final["messages"][-1].text
