"""Saves once, when the trip is over.

loses: test_start_resume
says: how often does your `start` write
"""

# cell: start_resume
def start(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        final = trip_graph(saver).invoke({"steps": []}, config, durability="exit")
    return final["steps"]


def resume(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        try:
            final = trip_graph(saver).invoke(None, config, durability="exit")
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return final["steps"]
