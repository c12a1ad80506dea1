"""Returns the texts from before the undo.

loses: test_undo
says: before the turn, or after it
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        texts = [message.text for message in state.values["messages"]]
        while state.metadata["source"] != "input":
            state = graph.get_state(state.parent_config)
        if state.parent_config is None:
            graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        else:
            graph.update_state(state.parent_config, None, as_node="listen")
        return texts
