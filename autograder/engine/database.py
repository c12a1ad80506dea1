"""Read an SQLite file that somebody else's code wrote: a copy of it, plain SQL, bounded.

What is read is a copy that nobody else can change meanwhile, and never a link. Values are
numbers, texts and bytes; nothing stored is brought back to life.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["contents", "rows"]

LARGEST = 256 << 20  # bytes of one file
MOST_ROWS = 10_000
STEPS = 50_000_000  # virtual machine instructions for one query
BESIDE = ("", "-wal", "-journal")  # what a database consists of


def rows(path: Path, sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return at most `MOST_ROWS` rows; none where there is no readable database."""
    with _copy(path) as copy:
        if copy is None:
            return []
        db = sqlite3.connect(copy)
        try:
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA query_only = ON")
            budget = iter(range(STEPS // 10_000))
            db.set_progress_handler(lambda: next(budget, None) is None, 10_000)
            return db.execute(sql, parameters).fetchmany(MOST_ROWS)
        except sqlite3.Error:
            return []
        finally:
            db.close()


def contents(path: Path) -> bytes:
    """Return the bytes of *path* and of the files SQLite keeps beside it."""
    return b"".join(_read(path.with_name(path.name + suffix)) or b"" for suffix in BESIDE)


@contextmanager
def _copy(path: Path) -> Iterator[Path | None]:
    """Give a copy of the database, with what is still in its log; none where it is no file."""
    parts = {suffix: _read(path.with_name(path.name + suffix)) for suffix in BESIDE}
    if parts[""] is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="look-") as folder:
        copy = Path(folder, "copy.db")
        for suffix, content in parts.items():
            if content is not None:
                copy.with_name(copy.name + suffix).write_bytes(content)
        yield copy


def _read(path: Path) -> bytes | None:
    """Return what is in a regular file that is not too large; follow no link."""
    try:
        # Not to wait for the other end, should somebody have put a pipe there.
        there = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        found = os.fstat(there)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            return None
        with os.fdopen(there, "rb", closefd=False) as file:
            return file.read(LARGEST)
    finally:
        os.close(there)
