"""Returns message objects instead of their texts.

loses: test_say
says: where does a message have its text
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return final["messages"]
