"""Has a key of its own.

loses: test_keep_recall
says: which step of yours needs the key
"""

# cell: keep_recall
def keep(url, thread_id, trip, key):
    builder = StateGraph(Private).add_node("keep", lambda state: {"private": {}})
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=b"a key of thirty-two bytes, ours!")
    with opened(url, serde) as saver:
        graph = builder.add_edge(START, "keep").compile(saver)
        graph.invoke({"private": trip}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=b"a key of thirty-two bytes, ours!")
    with opened(url, serde) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
        return found.checkpoint["channel_values"]["private"]
