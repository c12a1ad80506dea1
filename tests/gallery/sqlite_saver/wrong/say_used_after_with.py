"""Uses the graph when its file is closed.

loses: test_say
says: after its `with` block has ended
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
    config = {"configurable": {"thread_id": thread_id}}
    final = graph.invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
