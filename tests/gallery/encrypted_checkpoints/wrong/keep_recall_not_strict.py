"""Writes with `strict` inside, and reads with what the cipher takes where nobody says.

loses: test_keep_recall
says: which serializer turns the bytes into values, once they are in clear?
"""


# cell: keep_recall
def keep(url, thread_id, trip, key):
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        builder = StateGraph(Private).add_node("keep", lambda state: {})
        graph = builder.add_edge(START, "keep").compile(checkpointer=saver)
        graph.invoke({"private": trip}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(key=key)) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
        return found.checkpoint["channel_values"]["private"]
