"""Refuses when the message is already stored.

loses: test_say
says: refuse first, write later
"""

# cell: say
def say(path, thread_id, text):
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    if not thread_id:
        raise ValueError("a thread_id is needed")
    return [message.text for message in final["messages"]]
