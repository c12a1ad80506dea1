"""Removes old files the first time a process sees them.

loses: test_say
says: do once in each process
"""

# cell: say
SEEN = set()


def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    if path not in SEEN:
        Path(path).unlink(missing_ok=True)
        SEEN.add(path)
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
