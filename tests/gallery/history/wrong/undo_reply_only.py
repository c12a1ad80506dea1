"""Takes back the reply and leaves the traveller's message.

loses: test_undo
says: a turn is two messages
"""

# cell: undo
def undo(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        messages = graph.get_state(thread(thread_id)).values.get("messages", [])
        if not messages:
            raise LookupError(thread_id)
        rest = {"messages": Overwrite(messages[:-1])}
        graph.update_state(thread(thread_id), rest, as_node="listen")
        return [message.text for message in messages[:-1]]
