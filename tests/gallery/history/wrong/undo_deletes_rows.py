"""Deletes the checkpoints of the turn.

loses: test_undo
says: going back needs no room
"""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        for _ in range(3):
            saver.conn.execute(
                "DELETE FROM checkpoints WHERE thread_id = ? AND checkpoint_id = "
                "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?)",
                [thread_id, thread_id],
            )
        saver.conn.commit()
        return [message.text for message in graph.get_state(config).values["messages"]]
