"""Stores every conversation under one id.

loses: test_say
says: which thread does it name
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": "1"}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
