"""Hands the graph what from_conn_string gives, and enters nothing.

loses: test_say
says: gives a context manager; who enters it
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    saver = SqliteSaver.from_conn_string(path)
    config = {"configurable": {"thread_id": thread_id}}
    final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
