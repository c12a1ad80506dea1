"""Makes a connection that only one thread of the system may use.

loses: test_say
says: what does sqlite3.connect need
"""

# cell: say
def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with closing(sqlite3.connect(path)) as connection:
        graph = diary_graph(SqliteSaver(connection))
        config = {"configurable": {"thread_id": thread_id}}
        final = graph.invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
