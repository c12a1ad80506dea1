"""Begins a new trip where the old one is finished.

loses: test_start_resume
says: a thread that has nothing left to do
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
        try:
            graph = trip_graph(saver)
            steps = graph.get_state(config).values.get("steps", [])
            given = {"steps": []} if steps[-1:] == ["paid"] else None
            final = graph.invoke(given, config, durability="sync")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
