"""Keeps the lock's connection open.

loses: test_add
says: who closes the connection that has the lock
"""

# cell: add
import os

LOCKS = {}


def add(url, thread_id, amount):
    own = (os.getpid(), url)
    if own not in LOCKS:
        LOCKS[own] = psycopg.connect(url, autocommit=True)
    LOCKS[own].execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [thread_id])
    try:
        with PostgresSaver.from_conn_string(url) as saver:
            final = counter_graph(saver).invoke({"amount": amount}, {"configurable": {"thread_id": thread_id}})
    finally:
        LOCKS[own].execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [thread_id])
    return final["total"]
