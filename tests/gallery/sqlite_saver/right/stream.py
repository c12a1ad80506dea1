"""Streams values and keeps the last ones."""

# cell: say
def say(path, thread_id, text):
    if thread_id is None or thread_id == "":
        raise ValueError("thread_id must name a thread")
    texts = []
    with SqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        turn = {"messages": [{"type": "human", "content": text}]}
        for values in diary_graph(saver).stream(turn, config, stream_mode="values"):
            texts = [message.text for message in values["messages"]]
    return texts


# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        stream = trip_graph(saver).stream(
            {"steps": []}, config, stream_mode="values", durability="sync"
        )
        *_, last = stream
    return last["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = trip_graph(saver)
        try:
            for _ in graph.stream(None, config, durability="sync"):
                pass
        except EmptyInputError:
            raise LookupError(f"no trip on {thread_id}")
        return graph.get_state(config).values["steps"]
