"""Opens the pool and leaves it open.

loses: test_repair
says: ✗ `pooled` leaves no connection open
"""

# cell: repair_rest
from __future__ import annotations


def right_url(url: str, text: str) -> list[str]:
    """Take a turn on PostgreSQL, whichever driver the URL names."""
    # psycopg reads PostgreSQL's own URLs, which know nothing of drivers.
    plain = "postgresql://" + url.split("://", 1)[1]
    with PostgresSaver.from_conn_string(plain) as saver:
        return tell(diary_graph(saver), text)


def with_tables(url: str, text: str) -> list[str]:
    """Take a turn on a PostgreSQL database that may be new."""
    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
        return tell(diary_graph(saver), text)


def autocommitted(url: str, text: str) -> list[str]:
    """Take a turn through a connection of one's own, on a database that may be new."""
    with psycopg.connect(url, autocommit=True) as connection:
        saver: Any = PostgresSaver
        saver(connection).setup()
        return tell(diary_graph(saver(connection)), text)


def pooled(url: str, text: str) -> list[str]:
    """Take a turn through a pool."""
    pool = ConnectionPool(url, open=True, kwargs={"autocommit": True})
    POOLS.append(pool)
    return tell(diary_graph(PostgresSaver(pool)), text)


POOLS = []
