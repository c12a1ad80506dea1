"""Does not give the lock back after an error.

loses: test_add
says: who gives the lock back, whatever happens
"""

# cell: add
KEPT = []


def add(url, thread_id, amount):
    lock = psycopg.connect(url, autocommit=True)
    KEPT.append(lock)
    lock.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [thread_id])
    with PostgresSaver.from_conn_string(url) as saver:
        final = counter_graph(saver).invoke({"amount": amount}, {"configurable": {"thread_id": thread_id}})
    lock.close()
    return final["total"]
