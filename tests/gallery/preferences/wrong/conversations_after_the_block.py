"""Runs the graph when both files are closed again.

loses: test_two_conversations
says: is used after its end
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer(f"{folder}/conversations.db") as saver,
        open_store(f"{folder}/preferences.db") as store,
    ):
        graph = build_graph(saver, store)
    turn = {"messages": [{"role": "user", "content": text}], "user_id": user_id}
    final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return final["messages"][-1].text
