"""What lies below every saver: one bare insert into the same kind of file or server."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from workbook.places import scratch, scratch_postgres

__all__ = ["floor"]


@contextmanager
def floor(kind: str, size: int, synchronous: str = "FULL") -> Iterator[Callable[[], object]]:
    """Give a function that inserts *size* bytes and commits.

    Args:
        kind: `sqlite`, with a write-ahead log as `SqliteSaver` has it, or `postgres`.
        size: Bytes of a row.
        synchronous: SQLite's setting; see `measured_savers.saver`.
    """
    blob = bytes(range(256)) * (size // 256) + bytes(size % 256)
    if kind == "postgres":
        with scratch_postgres() as (_, connection, _):
            connection.execute("CREATE TABLE floor (blob bytea)")
            yield lambda: connection.execute("INSERT INTO floor VALUES (%s)", [blob])
        return
    options: dict[str, Any] = {"isolation_level": None, "check_same_thread": False}
    with scratch() as folder, closing(sqlite3.connect(folder / "floor.db", **options)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute(f"PRAGMA synchronous = {synchronous}")
        file.execute("CREATE TABLE floor (blob BLOB)")
        yield lambda: file.execute("INSERT INTO floor VALUES (?)", [blob])
