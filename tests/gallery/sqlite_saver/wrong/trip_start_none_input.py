"""Begins a trip with the input that carries on.

loses: test_start_resume
says: what does a new trip begin with
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        final = trip_graph(saver).invoke(None, config, durability="sync")
    return final["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        try:
            final = trip_graph(saver).invoke(None, config, durability="sync")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
