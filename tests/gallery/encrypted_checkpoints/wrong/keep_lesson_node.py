"""Runs the node of the lesson's trip on every trip.

loses: test_keep_recall
says: which node needs `days`?
"""

# cell: keep_recall
def graph_of(saver):
    return StateGraph(Private).add_node("next_day", next_day).add_edge(START, "next_day").compile(saver)


def keep(url, thread_id, trip, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        graph_of(saver).invoke({"private": trip}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        return graph_of(saver).get_state({"configurable": {"thread_id": thread_id}}).values["private"]
