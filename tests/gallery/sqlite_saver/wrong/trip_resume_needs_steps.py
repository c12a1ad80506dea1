"""Takes a trip without a finished step for one that never began.

loses: test_start_resume
says: how do you tell the two apart
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
        if not graph.get_state(config).values.get("steps"):
            raise LookupError(f"there is no trip {thread_id}")
        final = graph.invoke(None, config, durability="sync")
    return final["steps"]
