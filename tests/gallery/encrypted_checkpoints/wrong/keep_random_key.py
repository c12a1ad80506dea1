"""Makes a new key for each process, and ignores the one given.

loses: test_keep_recall
says: MAC check failed
"""

# cell: keep_recall
MADE = []


def serde_of():
    if not MADE:
        MADE.append(os.urandom(32))
    return EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=MADE[0])


def keep(url, thread_id, trip, key):
    builder = StateGraph(Private).add_node("keep", lambda state: {"private": {}})
    serde = serde_of()
    with opened(url, serde) as saver:
        graph = builder.add_edge(START, "keep").compile(saver)
        graph.invoke({"private": trip}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    serde = serde_of()
    with opened(url, serde) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
        return found.checkpoint["channel_values"]["private"]
