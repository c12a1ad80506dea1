"""Leaves the first as it was.

loses: test_repair
says: who enters the context manager
"""

# cell: repair
from __future__ import annotations


def entered(path: str, text: str) -> list[str]:
    """Take a turn on an SQLite file, through a saver that was entered."""
    return tell(diary_graph(SqliteSaver.from_conn_string(path)), text)


def in_block(path: str, text: str) -> list[str]:
    """Take a turn on an SQLite file, while the block is open."""
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        return tell(graph, text)


def any_thread(path: str, text: str) -> list[str]:
    """Take a turn through a connection of one's own, which any thread may use."""
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        return tell(diary_graph(SqliteSaver(connection)), text)
