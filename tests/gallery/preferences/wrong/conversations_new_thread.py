"""Deletes what the thread held before it runs.

loses: test_two_conversations
says: with all that was said in it
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer(str(Path(folder, "conversations.db"))) as saver,
        open_store(str(Path(folder, "preferences.db"))) as store,
    ):
        saver.delete_thread(thread_id)
        graph = build_graph(saver, store)
        turn = {"messages": [("user", text)], "user_id": user_id}
        final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return final["messages"][-1].text
