"""Uses a lock of a transaction."""

# cell: add
def add(url, thread_id, amount):
    with psycopg.connect(url) as transaction:
        transaction.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (thread_id,))
        with PostgresSaver.from_conn_string(url) as saver:
            config = {"configurable": {"thread_id": thread_id}}
            return counter_graph(saver).invoke({"amount": amount}, config)["total"]
