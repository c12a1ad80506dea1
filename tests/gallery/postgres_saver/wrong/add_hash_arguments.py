"""Forgets the seed.

loses: test_add
says: a text and a seed
"""

# cell: add
from __future__ import annotations


def add(url: str, thread_id: str, amount: int) -> int:
    """Add to the total of a thread, one turn at a time; return the new total.

    Turns of one thread wait for each other, on whichever machine they run. The lock is its
    connection's: it is given back when the block ends, and freed when the process is killed.
    """
    with psycopg.connect(url, autocommit=True) as lock:
        # Two threads may share a number, once in 2**64: then they wait, and nothing is lost.
        lock.execute("SELECT pg_advisory_lock(hashtextextended(%s))", [thread_id])
        with PostgresSaver.from_conn_string(url) as saver:
            final = counter_graph(saver).invoke(
                {"amount": amount}, {"configurable": {"thread_id": thread_id}}
            )
    return int(final["total"])
