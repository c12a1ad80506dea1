"""Hands a helper the function in place of its graph.

loses: test_repair
says: `tell`, which it uses, raised AttributeError
"""

# cell: repair
from __future__ import annotations


def entered(path: str, text: str) -> list[str]:
    """Take a turn on an SQLite file, through a saver that was entered."""
    with SqliteSaver.from_conn_string(path) as saver:
        return tell(diary_graph(saver), text)


def in_block(path: str, text: str) -> list[str]:
    """Take a turn on an SQLite file, while the block is open."""
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph
        return tell(graph, text)


def any_thread(path: str, text: str) -> list[str]:
    """Take a turn through a connection of one's own, which any thread may use."""
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        return tell(diary_graph(SqliteSaver(connection)), text)
