"""Returns the whole state, as a dictionary of texts.

loses: test_undo
says: what does your function have in hand
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        while state.metadata["source"] != "input":
            state = graph.get_state(state.parent_config)
        if state.parent_config is None:
            graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        else:
            graph.update_state(state.parent_config, None, as_node="listen")
        texts = [message.text for message in graph.get_state(config).values["messages"]]
        return {"messages": texts}
