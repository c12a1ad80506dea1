"""Writes with update_state, reads with get_state."""

# cell: keep_recall
def private_graph(saver):
    builder = StateGraph(Private).add_node("keep", lambda state: {}).add_edge(START, "keep")
    return builder.compile(checkpointer=saver)


def keep(url, thread_id, trip, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        private_graph(saver).update_state({"configurable": {"thread_id": thread_id}}, {"private": trip}, as_node="keep")


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        return private_graph(saver).get_state({"configurable": {"thread_id": thread_id}}).values["private"]
