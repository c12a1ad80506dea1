"""Make the tables that a store needs: a migration, run when you deploy.

The stores' own `setup()` is not safe where several processes start at once (`persistent_store`
shows the race, on SQLite too). Here the processes take turns, by a lock that the system frees
when its holder ends, however it ends.
"""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from langgraph.store.base import IndexConfig
from langgraph.store.postgres import PostgresStore
from langgraph.store.sqlite import SqliteStore
from psycopg.rows import DictRow, dict_row

from solutions.migrations import NotMigrated, libpq

__all__ = [
    "PRAGMAS",
    "NoIndex",
    "file_of",
    "kind_of",
    "migrate_stores",
    "sqlite_index",
    "tables_or_advice",
    "versions",
]

KINDS = ("memory", "sqlite", "postgresql")
LOCK = 7_730_422  # a number that all who migrate agree on
PRAGMAS = """
    PRAGMA journal_mode = WAL;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
"""


class NoIndex(RuntimeError):
    """This Python's sqlite3 loads no extensions, and an index in SQLite is one."""


def migrate_stores(url: str, index: IndexConfig | None = None) -> None:
    """Make or update the tables for memories; may run in many processes at once.

    Needed once, again for a new version of the package, and again to add an index. What is
    stored stays. (`memory:` has no tables, and `open_store` makes those of SQLite itself.)
    """
    # To the libraries' types an index is another one for each database.
    for_index: Any = index
    if kind_of(url) == "sqlite":
        with _file_turn(file_of(url)) as file:
            file.executescript(PRAGMAS)
            SqliteStore(file, index=sqlite_index(index)).setup()
    elif kind_of(url) == "postgresql":
        with _turn(url) as connection:
            PostgresStore(connection, index=for_index).setup()


@contextmanager
def _turn(url: str) -> Iterator[psycopg.Connection[DictRow]]:
    ours = "SELECT pg_try_advisory_lock(%s) AS ours"
    with psycopg.connect(libpq(url), autocommit=True, row_factory=dict_row) as connection:
        # Asked again and again, not waited for: one of the migrations is a CREATE INDEX
        # CONCURRENTLY, which itself waits for every statement that is under way.
        while (row := connection.execute(ours, [LOCK]).fetchone()) and not row["ours"]:
            time.sleep(0.05)
        yield connection


@contextmanager
def _file_turn(path: str) -> Iterator[sqlite3.Connection]:
    # Beside the database: setup() commits in between, which would end a lock of SQLite's.
    with Path(f"{path}.migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield connection


def versions(index: IndexConfig | None) -> list[tuple[str, int]]:
    """Return what to ask PostgreSQL for the version of its tables, and the least it must be."""
    asked = [
        ("SELECT max(v) AS version FROM store_migrations", len(PostgresStore.MIGRATIONS) - 1)
    ]
    if index:
        # The last of the vectors' migrations is left out for an index that is "flat".
        asked.append(("SELECT max(v) AS version FROM vector_migrations", 1))
    return asked


@contextmanager
def tables_or_advice() -> Iterator[Any]:
    """Give a function that takes a row and a least version; raise `NotMigrated` if it is less."""

    def must_be(row: DictRow | None, least: int) -> None:
        version = row["version"] if row else None
        if version is None or version < least:
            raise NotMigrated(
                f"the tables for memories are {'missing' if version is None else 'too old'}; "
                "run solutions.stores.migrate_stores(url, index) once, when you deploy"
            ) from None

    try:
        yield must_be
    except psycopg.errors.UndefinedTable:
        must_be(None, 0)


def sqlite_index(index: IndexConfig | None) -> Any:
    """Return *index* as SqliteStore reads it.

    Raises:
        NoIndex: This Python cannot have one in SQLite.
    """
    if index is None:
        return None
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        raise NoIndex(
            "this Python's sqlite3 loads no extensions, so sqlite:/// can have no index; "
            "use a Python built with them, memory:, or postgresql://"
        )
    # Version 3.1.2 documents `fields`, and looks for `text_fields`.
    return {**index, "text_fields": index.get("fields") or ["$"]}


def kind_of(url: str) -> str:
    """Return which database *url* means.

    Raises:
        ValueError: None that is known here.
    """
    kind = urlsplit(url).scheme.split("+")[0]
    kind = "postgresql" if kind == "postgres" else kind
    if kind not in KINDS:
        known = "memory:, sqlite:///FILE, postgresql://..."
        raise ValueError(f"no store for the URL kind {kind!r}; known are {known}")
    return kind


def file_of(url: str) -> str:
    """Return the path that a `sqlite:///` URL names.

    Raises:
        ValueError: It names none.
    """
    path = urlsplit(url).path[1:]
    if not path:
        raise ValueError(f"{url!r} names no file; write sqlite:///trips.db")
    return path
