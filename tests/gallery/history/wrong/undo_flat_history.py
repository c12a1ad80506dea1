"""Takes the newest input of the flat history, which may be on another branch.

loses: test_undo
says: What leads back along one branch
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        inputs = [s for s in graph.get_state_history(config) if s.metadata["source"] == "input"]
        state = inputs[0]
        if state.parent_config is None:
            graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        else:
            graph.update_state(state.parent_config, None, as_node="listen")
        return [message.text for message in graph.get_state(config).values["messages"]]
