"""Begins with an empty file at each call.

loses: test_say
says: what happens to a file that is already there
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    Path(path).unlink(missing_ok=True)
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
