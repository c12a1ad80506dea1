"""Compiles the graph without a saver.

loses: test_start_resume
says: which kind of saver keeps its threads in a file
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    return trip_graph(None).invoke({"steps": []}, config)["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        try:
            final = trip_graph(saver).invoke(None, config, durability="sync")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
