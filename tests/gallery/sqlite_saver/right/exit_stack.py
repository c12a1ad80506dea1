"""Opens with an ExitStack, and asks the saver before it resumes."""

# cell: say
def say(path, thread_id, text):
    if not isinstance(thread_id, str) or not thread_id.strip():
        raise ValueError("thread_id must be a text that is not empty")
    with ExitStack() as stack:
        saver = stack.enter_context(SqliteSaver.from_conn_string(path))
        graph = diary_graph(saver)
        turn = {"messages": [{"role": "user", "content": text}]}
        final = graph.invoke(turn, config={"configurable": {"thread_id": thread_id}})
    return [message.text for message in final["messages"]]


# cell: start_resume
def start(path, thread_id):
    with ExitStack() as stack:
        saver = stack.enter_context(SqliteSaver.from_conn_string(path))
        graph = trip_graph(saver)
        config = {"configurable": {"thread_id": thread_id}}
        return graph.invoke({"steps": []}, config=config, durability="sync")["steps"]


def resume(path, thread_id):
    with ExitStack() as stack:
        saver = stack.enter_context(SqliteSaver.from_conn_string(path))
        config = {"configurable": {"thread_id": thread_id}}
        if saver.get(config) is None:
            raise LookupError("nothing saved for " + thread_id)
        return trip_graph(saver).invoke(None, config=config, durability="sync")["steps"]
