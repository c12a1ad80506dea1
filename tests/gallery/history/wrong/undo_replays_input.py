"""Goes back by running the turn again from its input.

loses: test_undo
says: which call only writes a checkpoint
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        left = [message.text for message in state.values["messages"]][:-2]
        while state.metadata["source"] != "input":
            state = graph.get_state(state.parent_config)
        graph.invoke(None, state.config)
        return left
