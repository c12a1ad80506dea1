"""Turns every value into a text.

loses: test_keep_recall
says: what happens to a value on its way
"""

# cell: keep_recall
def keep(url, thread_id, trip, key):
    builder = StateGraph(Private).add_node("keep", lambda state: {"private": {}})
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        graph = builder.add_edge(START, "keep").compile(saver)
        graph.invoke({"private": {name: str(value) for name, value in trip.items()}}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
        return found.checkpoint["channel_values"]["private"]
