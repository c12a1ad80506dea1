"""Has no answer where nothing stands before a turn.

loses: test_undo
says: what stands before the first turn
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
        before = state.parent_config["configurable"]
        graph.update_state({"configurable": before}, None, as_node="listen")
        return [message.text for message in graph.get_state(config).values["messages"]]
