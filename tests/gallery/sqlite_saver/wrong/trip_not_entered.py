"""Hands the graph what from_conn_string gives, and enters nothing.

loses: test_start_resume
says: gives a context manager; who enters it
"""

# cell: start_resume
def start(path, thread_id):
    graph = trip_graph(SqliteSaver.from_conn_string(path))
    config = {"configurable": {"thread_id": thread_id}}
    return graph.invoke({"steps": []}, config, durability="sync")["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        try:
            final = trip_graph(saver).invoke(None, config, durability="sync")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
