"""Asks the state whether anything is left to do.

loses: test_start_resume
says: who can tell better what is left to do
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
        state = graph.get_state(config)
        if state.created_at is None:
            raise LookupError(f"there is no trip {thread_id}")
        if not state.next:
            return state.values["steps"]
        final = graph.invoke(None, config, durability="sync")
    return final["steps"]
