"""Goes back to the checkpoint before the turn's parent turn.

loses: test_undo
says: how far back does one turn reach
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        for _ in range(2):
            while state.metadata["source"] != "input":
                state = graph.get_state(state.parent_config)
            state = graph.get_state(state.parent_config)
        graph.update_state(state.config, None, as_node="listen")
        return [message.text for message in graph.get_state(config).values["messages"]]
