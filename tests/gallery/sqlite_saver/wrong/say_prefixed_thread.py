"""Adds something to the id before it stores the thread.

loses: test_say
says: an id is kept as it was given
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": f"diary-{thread_id}"}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
