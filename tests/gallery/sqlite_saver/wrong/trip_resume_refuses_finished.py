"""Refuses to resume a trip that is finished.

loses: test_start_resume
says: a finished trip did begin
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        final = trip_graph(saver).invoke({"steps": []}, config, durability="sync")
    return final["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = trip_graph(saver)
        before = graph.get_state(config).values.get("steps", [])
        try:
            final = graph.invoke(None, config, durability="sync")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
        if len(before) == 3:
            raise LookupError(f"the trip {thread_id} is finished")
    return final["steps"]
