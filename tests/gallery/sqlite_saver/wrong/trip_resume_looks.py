"""Looks at the state and runs nothing.

loses: test_start_resume
says: which call makes a graph run
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
        state = trip_graph(saver).get_state(config)
        if not state.created_at:
            raise LookupError(f"there is no trip {thread_id}")
        return state.values["steps"]
