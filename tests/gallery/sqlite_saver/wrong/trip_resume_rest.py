"""Returns the steps of this process alone.

loses: test_start_resume
says: the steps of both processes
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
        done = []
        graph = trip_graph(saver)
        try:
            for update in graph.stream(None, config, stream_mode="updates", durability="sync"):
                for change in update.values():
                    done += change["steps"]
        except EmptyInputError:
            raise LookupError(f"there is no trip {thread_id}") from None
    return done
