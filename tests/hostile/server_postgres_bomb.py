"""Fills the PostgreSQL that its lesson needs.

lesson: postgres_saver
with: reference
expects: 7
says: megabytes into its folder
"""

# cell: add
import psycopg


def add(url, thread_id, amount):
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE TABLE bomb (x text)")
        server.execute(
            "INSERT INTO bomb SELECT repeat(md5(random()::text), 250) FROM generate_series(1, 100000000)"
        )
    return amount
