"""Returns what was there, and writes nothing.

loses: test_undo
says: looking at an old checkpoint changes nothing
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
        before = graph.get_state(state.parent_config) if state.parent_config else state
        return [message.text for message in before.values["messages"]]
