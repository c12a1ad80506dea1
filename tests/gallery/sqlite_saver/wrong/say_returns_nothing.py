"""Returns an empty list where it should refuse.

loses: test_say
says: how will the caller notice the mistake
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        print("please give a thread_id")
        return []
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
