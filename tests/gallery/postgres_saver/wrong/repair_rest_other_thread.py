"""Uses another thread for each process.

loses: test_repair
says: goes on with the thread
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
    import os

    with psycopg.connect(url, autocommit=True) as connection:
        PostgresSaver(connection).setup()
        return tell(diary_graph(PostgresSaver(connection)), text, f"trip-{os.getpid()}")


def pooled(url: str, text: str) -> list[str]:
    """Take a turn through a pool."""
    with ConnectionPool(url, kwargs={"autocommit": True, "prepare_threshold": 0}) as pool:
        saver: Any = PostgresSaver
        return tell(diary_graph(saver(pool)), text)
