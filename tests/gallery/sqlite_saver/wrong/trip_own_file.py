"""Gives each trip a file of its own.

loses: test_start_resume
says: is it the file that you open
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(f"{thread_id}.db") as saver:
        final = trip_graph(saver).invoke({"steps": []}, config, durability="sync")
    return final["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(f"{thread_id}.db") as saver:
        try:
            final = trip_graph(saver).invoke(None, config, durability="sync")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
