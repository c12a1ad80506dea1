"""Names no thread.

loses: test_say
says: the config names the thread
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        final = diary_graph(saver).invoke({"messages": [("user", text)]})
    return [message.text for message in final["messages"]]
