"""Names no durability, so that each step is saved while the next one runs.

loses: test_start_resume
says: which durability waits for that
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        final = trip_graph(saver).invoke({"steps": []}, config)
    return final["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        try:
            final = trip_graph(saver).invoke(None, config)
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
