"""Nests, and forgets to encrypt.

loses: test_keep_recall
says: those bytes were written by a serializer; which one
"""

# cell: keep_recall
def keep(url, thread_id, trip, key):
    builder = StateGraph(Private).add_node("keep", lambda state: {"private": {}})
    serde = strict
    with opened(url, serde) as saver:
        graph = builder.add_edge(START, "keep").compile(saver)
        graph.invoke({"private": trip}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    serde = strict
    with opened(url, serde) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
        return found.checkpoint["channel_values"]["private"]
