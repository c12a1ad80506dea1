"""Takes a note by support for a turn: goes back to the latest end of a run or update.

loses: test_undo
says: ✗ called again, it takes back the new turn, a note by support included
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        state = graph.get_state(state.parent_config) if state.parent_config else None
        while state and state.next:
            state = graph.get_state(state.parent_config) if state.parent_config else None
        if state:
            graph.update_state(state.config, None, as_node="listen")
        else:
            graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        return [message.text for message in graph.get_state(config).values["messages"]]
