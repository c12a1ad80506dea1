"""Read an SQLite file that somebody else's code wrote: plain SQL, bounded, read-only."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import Any

__all__ = ["contents", "rows"]

LARGEST = 256 << 20  # bytes of one file
MOST_ROWS = 10_000
STEPS = 50_000_000  # virtual machine instructions for one query


def rows(path: Path, sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return at most `MOST_ROWS` rows; none where there is no readable database."""
    if not _is_regular(path):
        return []
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
    except sqlite3.Error:
        return []
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        budget = iter(range(STEPS // 10_000))
        db.set_progress_handler(lambda: next(budget, None) is None, 10_000)
        return db.execute(sql, parameters).fetchmany(MOST_ROWS)
    except sqlite3.Error:
        return []
    finally:
        db.close()


def contents(path: Path) -> bytes:
    """Return the bytes of *path* and of the files SQLite keeps beside it."""
    beside = [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-journal")]
    return b"".join(file.read_bytes() for file in beside if _is_regular(file))


def _is_regular(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST
