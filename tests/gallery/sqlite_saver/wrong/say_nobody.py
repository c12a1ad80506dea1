"""Takes None for an id.

loses: test_say
says: under which id does it keep None
"""

# cell: say
def say(path, thread_id, text):
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
