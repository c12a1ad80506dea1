"""Read an SQLite file that somebody else's code wrote: a copy of it, plain SQL, bounded.

What is read is a copy that nobody else can change meanwhile, and never a link. Values are
numbers, texts and bytes; nothing stored is brought back to life.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from autograder.engine import files

__all__ = ["contents", "parts", "rows"]

LONGEST = 16 << 20  # bytes of one value
MOST_ROWS, MOST_BYTES = 10_000, 64 << 20  # of one query
SECONDS = 5.0  # for one query
MAGIC = bytes.fromhex("d9d505f920a163d7")  # what a journal begins with, and may end with
BESIDE = ("", "-wal", "-journal")  # what a database consists of


def rows(path: Path, sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return at most `MOST_ROWS` rows; none where there is no readable database."""
    with _copy(path) as copy:
        if copy is None:
            return []
        db = sqlite3.connect(copy)
        try:
            end = time.monotonic() + SECONDS
            db.set_progress_handler(lambda: time.monotonic() > end, 10_000)
            if hasattr(db, "setlimit"):  # sqlean, in a notebook that loads extensions, has none
                db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA query_only = ON")
            return [] if _computes(db) else list(_bounded(db.execute(sql, parameters)))
        except (sqlite3.Error, MemoryError, OverflowError):
            return []
        finally:
            db.close()


def _computes(db: sqlite3.Connection) -> bool:
    """Say whether reading would run somebody's expressions, which no budget bounds.

    That is views, virtual tables, and columns that are computed.
    """
    tables = db.execute("PRAGMA main.table_list").fetchmany(MOST_ROWS)
    if any(kind not in ("table", "shadow") for _, _, kind, *_ in tables):
        return True
    return any(
        column[-1] > 1
        for _, name, *_ in tables
        for column in db.execute("SELECT * FROM pragma_table_xinfo(?)", (name,))
    )


def _bounded(found: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    """Yield rows, as long as all of them together are not too many or too large."""
    left = MOST_BYTES
    for row in islice(found, MOST_ROWS):
        left -= sum(len(value) for value in row if isinstance(value, str | bytes))
        if left < 0:
            return
        yield row


def contents(path: Path) -> bytes:
    """Return the bytes of *path* and of the files SQLite keeps beside it."""
    return b"".join(content or b"" for content in parts(path).values())


def parts(path: Path) -> dict[str, bytes | None]:
    """Return the bytes of *path* and of the files beside it, by what their names end in."""
    return {end: files.read(path.with_name(path.name + end)) for end in BESIDE}


@contextmanager
def _copy(path: Path) -> Iterator[Path | None]:
    """Give a copy of the database, with what is still in its log; none where it is no file."""
    found = parts(path)
    journal = found["-journal"] or b""
    if journal.endswith(MAGIC):
        # It names a file, which SQLite would delete when it has rolled back: with other bytes
        # at its end it names none, and undoes the same.
        found["-journal"] = journal + bytes(8) if _is_open(journal, path.parent) else None
    if found[""] is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="look-") as folder:
        copy = Path(folder, "copy.db")
        for suffix, content in found.items():
            if content is not None:
                copy.with_name(copy.name + suffix).write_bytes(content)
        yield copy


def _is_open(journal: bytes, folder: Path) -> bool:
    """Say whether the transaction over several files that this belongs to had not ended."""
    length = int.from_bytes(journal[-16:-12], "big")
    name = os.fsdecode(journal[-16 - length : -16]).rpartition("/")[2]
    return bool(name) and os.path.lexists(folder / name)
