"""One helper runs both trips; another one builds the config."""

# cell: say
def thread(thread_id):
    if not thread_id:
        raise ValueError("no thread_id")
    return {"configurable": {"thread_id": thread_id}}


def say(path, thread_id, text):
    config = thread(thread_id)
    with SqliteSaver.from_conn_string(path) as saver:
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return list(map(lambda message: message.text, final["messages"]))


# cell: start_resume
SAVED_BEFORE_NEXT = {"durability": "sync"}


def travel(path, thread_id, given):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        return trip_graph(saver).invoke(given, config, **SAVED_BEFORE_NEXT).get("steps")


def start(path, thread_id):
    return travel(path, thread_id, dict(steps=[]))


def resume(path, thread_id):
    try:
        return travel(path, thread_id, None)
    except EmptyInputError as nothing:
        raise LookupError(f"{thread_id} is not in {path}") from nothing
