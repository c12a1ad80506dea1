"""Asks the state when it was made, and lets the graph decide the rest."""

# cell: say
def say(path, thread_id, text):
    if not str(thread_id or "").strip():
        raise ValueError("thread_id is empty")
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        config = {"configurable": {"thread_id": thread_id}}
        result = graph.invoke({"messages": [("user", text)]}, config, durability="sync")
        return [message.content for message in result["messages"]]


# cell: start_resume
def start(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        result = trip_graph(saver).invoke({"steps": []}, config, durability="sync")
        return result["steps"]


def resume(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = trip_graph(saver)
        config = {"configurable": {"thread_id": thread_id}}
        if graph.get_state(config).created_at is None:
            raise LookupError(thread_id)
        result = graph.invoke(None, config, durability="sync")
        return result["steps"]
