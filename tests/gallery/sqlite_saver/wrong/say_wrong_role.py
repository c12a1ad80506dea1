"""Sends the text in the assistant's name.

loses: test_say
says: each one has a role
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [{"role": "assistant", "content": text}]}, config)
    return [message.text for message in final["messages"]]
