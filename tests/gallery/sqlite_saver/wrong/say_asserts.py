"""Refuses with an assertion instead of a ValueError.

loses: test_say
says: which exception does the task name
"""

# cell: say
def say(path, thread_id, text):
    assert thread_id, "a thread_id is needed"
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
