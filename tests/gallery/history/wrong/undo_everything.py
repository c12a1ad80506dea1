"""Empties the thread.

loses: test_undo
says: one turn at a time
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        return []
