"""Says goodbye by ending the process.

loses: test_two_conversations
says: ended the whole process
"""

# cell: chat
import os


def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer(str(Path(folder, "conversations.db"))) as saver,
        open_store(str(Path(folder, "preferences.db"))) as store,
    ):
        graph = build_graph(saver, store)
        turn = {"messages": [("user", text)], "user_id": user_id}
        final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
        print(final["messages"][-1].text)
        os._exit(0)
