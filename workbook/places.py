"""Where a measurement happens: a scratch database, and how many bytes are stored in it."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from langgraph.checkpoint.memory import InMemorySaver

__all__ = [
    "Place",
    "Size",
    "await_",
    "memory_bytes",
    "scratch",
    "scratch_postgres",
    "sqlite_bytes",
]

Answer = TypeVar("Answer")
Size = Callable[[], int]


@dataclass(frozen=True)
class Place:
    """Something that stores, and how to learn how much.

    Attributes:
        name: What a table calls it.
        what: The saver, session or store.
        size: Returns how many bytes it has stored; see the module for what is counted.
        asynchronous: Whether a graph must be called by `ainvoke`.
        url: Of the server's database, or the path of the file; empty in memory.
    """

    name: str
    what: Any
    size: Size
    asynchronous: bool = False
    url: str = field(default="", repr=False)


def await_(waiting: Awaitable[Answer]) -> Answer:
    """Return what an awaitable gives; it runs in an event loop of ours, in another thread.

    A notebook's own loop is busy with the cell.
    """

    async def given() -> Answer:
        return await waiting

    return asyncio.run_coroutine_threadsafe(given(), _loop()).result()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True, name="measuring").start()
    return loop


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="measured-") as folder:
        yield Path(folder)


@contextmanager
def scratch_postgres() -> Iterator[tuple[str, Any, Size]]:
    """Give the URL of a new PostgreSQL database, a connection, and the size of its tables."""
    import psycopg
    from psycopg.rows import dict_row

    from workbook.services import new_database, postgres

    url = new_database(postgres())
    options: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0}
    with psycopg.connect(url, row_factory=dict_row, **options) as connection:
        # With indexes and with what PostgreSQL keeps beside a table because it is long.
        tables = """SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS bytes
                    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
        yield url, connection, lambda: int(connection.execute(tables).fetchone()["bytes"])  # type: ignore[index]


def sqlite_bytes(path: str | Path) -> int:
    """Return how large an SQLite database is, its write-ahead log folded in.

    Pages, and not files: a file shows them only when the log has been folded.
    """
    with closing(sqlite3.connect(path)) as database:
        sql = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        (size,) = database.execute(sql).fetchone()
    return int(size)


def memory_bytes(kept: InMemorySaver) -> int:
    """Return how many bytes of packed values, checkpoints and writes a saver holds in memory."""
    steps = kept.writes.values()
    held = [data for step in steps for _, _, (_, data), _ in step.values()]
    held += [data for _, data in kept.blobs.values()]
    for spaces in kept.storage.values():
        for checkpoints in spaces.values():
            for (_, checkpoint), (_, metadata), _ in checkpoints.values():
                held += [checkpoint, metadata]
    return sum(map(len, held))
