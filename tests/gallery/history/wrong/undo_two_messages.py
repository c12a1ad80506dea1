"""Takes a turn for two messages, whatever support has added.

loses: test_undo
says: may have more than two messages
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        messages = graph.get_state(config).values.get("messages", [])
        if not messages:
            raise LookupError(f"{thread_id} has no turn")
        left = messages[:-2]
        graph.update_state(config, {"messages": Overwrite(left)}, as_node="listen")
        return [message.text for message in left]
