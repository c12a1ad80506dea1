"""Goes on talking to itself, turn after turn.

loses: test_two_conversations
says: never comes to its end
"""

# cell: chat
def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer(str(Path(folder, "conversations.db"))) as saver,
        open_store(str(Path(folder, "preferences.db"))) as store,
    ):
        graph = build_graph(saver, store)
        reply = None
        while reply != "bye":
            turn = {"messages": [("user", text)], "user_id": user_id}
            if reply is None:
                final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
                reply = final["messages"][-1].text
    return reply
