"""Takes a lock of its own process.

loses: test_add
says: between reading the total and writing it
"""

# cell: add
import threading

LOCK = threading.Lock()


def add(url, thread_id, amount):
    with LOCK, PostgresSaver.from_conn_string(url) as saver:
        final = counter_graph(saver).invoke({"amount": amount}, {"configurable": {"thread_id": thread_id}})
    return final["total"]
