"""Opens the files of the first call for good.

loses: test_two_conversations
says: what does your code keep in a variable
"""

# cell: chat
from contextlib import ExitStack

graph = None


def chat(folder, user_id, thread_id, text):
    global graph
    if graph is None:
        stack = ExitStack()
        saver = stack.enter_context(open_checkpointer(f"{folder}/conversations.db"))
        store = stack.enter_context(open_store(f"{folder}/preferences.db"))
        graph = build_graph(saver, store)
        graph.name = "preferences"
        globals()["stack"] = stack
    turn = {"messages": [{"role": "user", "content": text}], "user_id": user_id}
    final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return final["messages"][-1].text
