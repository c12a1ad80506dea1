"""Makes its own connection and closes it."""

# cell: say
def say(path, thread_id, text):
    if thread_id in (None, ""):
        raise ValueError(f"not a thread_id: {thread_id!r}")
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        graph = diary_graph(SqliteSaver(connection))
        graph.invoke({"messages": text}, {"configurable": {"thread_id": thread_id}})
        state = graph.get_state({"configurable": {"thread_id": thread_id}})
    return [str(message.content) for message in state.values["messages"]]


# cell: start_resume
def start(path, thread_id):
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        graph = trip_graph(SqliteSaver(connection))
        thread = {"configurable": {"thread_id": thread_id}}
        graph.invoke({"steps": []}, thread, durability="sync")
        return graph.get_state(thread).values["steps"]


def resume(path, thread_id):
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        saver = SqliteSaver(connection)
        thread = {"configurable": {"thread_id": thread_id}}
        if saver.get_tuple(thread) is None:
            raise LookupError(thread_id)
        graph = trip_graph(saver)
        graph.invoke(None, thread, durability="sync")
        return graph.get_state(thread).values["steps"]
