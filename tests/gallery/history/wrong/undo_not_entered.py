"""Hands the context manager to the graph.

loses: test_undo
says: who enters it
"""

# cell: undo
def undo(path, thread_id):
    graph = diary_graph(SqliteSaver.from_conn_string(path))
    return graph.get_state(thread(thread_id)).values["messages"]
