"""Refuses None, but not an empty id.

loses: test_say
says: None is not the only id that names nobody
"""

# cell: say
def say(path, thread_id, text):
    if thread_id is None:
        raise ValueError("thread_id is missing")
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
