"""Locks a row of a table of its own."""

# cell: add
@contextmanager
def turn_of(url, thread_id):
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(1)")
        admin.execute("CREATE TABLE IF NOT EXISTS turns (thread_id text PRIMARY KEY)")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("INSERT INTO turns VALUES (%s) ON CONFLICT DO NOTHING", [thread_id])
        with db.transaction():
            db.execute("SELECT * FROM turns WHERE thread_id = %s FOR UPDATE", [thread_id])
            yield


def add(url, thread_id, amount):
    with turn_of(url, thread_id), PostgresSaver.from_conn_string(url) as saver:
        final = counter_graph(saver).invoke({"amount": amount}, {"configurable": {"thread_id": thread_id}})
        return final["total"]
