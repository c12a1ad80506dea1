"""Enters three of the four, and calls `setup` on the context manager.

loses: test_repair
says: ✗ `with_tables` takes a turn
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
    saver = PostgresSaver.from_conn_string(url)
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
    with ConnectionPool(url, kwargs={"autocommit": True, "prepare_threshold": 0}) as pool:
        saver: Any = PostgresSaver
        return tell(diary_graph(saver(pool)), text)
