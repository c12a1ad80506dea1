"""Has written one of the two functions.

loses: test_start_resume
says: this task also needs `resume`
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        final = trip_graph(saver).invoke({"steps": []}, config, durability="sync")
    return final["steps"]


def resume(path, thread_id):
    """Finish the trip on a thread without repeating a saved step; return its steps."""
    raise NotImplementedError
