"""Uses one connection for the lock and the saver."""

# cell: add
import zlib


def add(url, thread_id, amount):
    number = zlib.crc32(thread_id.encode())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [number])
        graph = counter_graph(PostgresSaver(connection))
        config = {"configurable": {"thread_id": thread_id}}
        graph.invoke({"amount": amount}, config)
        return graph.get_state(config).values["total"]
