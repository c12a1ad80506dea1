"""Keeps the threads in the memory of the process.

loses: test_say
says: which kind of saver keeps its threads in a file
"""

# cell: say
from langgraph.checkpoint.memory import InMemorySaver

saver = InMemorySaver()


def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    config = {"configurable": {"thread_id": thread_id}}
    final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
