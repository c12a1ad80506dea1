"""Lets LangGraph's own exception out.

loses: test_start_resume
says: say it in words your caller expects
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
        final = trip_graph(saver).invoke(None, config, durability="sync")
    return final["steps"]
