"""Notices too late that nothing was there.

loses: test_undo
says: look first, write later
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        messages = graph.get_state(config).values.get("messages", [])
        said = [place for place, message in enumerate(messages) if message.type == "human"]
        left = {"messages": Overwrite(messages[: said[-1]] if said else [])}
        graph.update_state(config, left, as_node="listen")
        if not messages:
            raise LookupError("nothing to undo")
        return [message.text for message in graph.get_state(config).values["messages"]]
