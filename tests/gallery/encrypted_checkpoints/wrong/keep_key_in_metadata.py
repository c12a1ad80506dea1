"""Stores the key with the thread.

loses: test_keep_recall
says: the key itself lies
"""

# cell: keep_recall
def keep(url, thread_id, trip, key):
    builder = StateGraph(Private).add_node("keep", lambda state: {"private": {}})
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        graph = builder.add_edge(START, "keep").compile(saver)
        graph.invoke({"private": trip}, {"configurable": {"thread_id": thread_id, "trip_key": key.hex()}})


def recall(url, thread_id, key):
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
        return found.checkpoint["channel_values"]["private"]
