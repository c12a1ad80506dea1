"""What `solutions.erasure` needs of a database: find, delete at once, and leave no bytes behind.

Deleting marks room as free. To get rid of the bytes the whole table or file is written anew,
which needs as much free disk again, and on PostgreSQL locks each table meanwhile.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg

__all__ = ["Database", "StillInUse", "opened"]

Row = tuple[Any, ...]
LOGS = "PostgreSQL's write-ahead log, replicas and backups, until they are recycled or deleted"
STATISTICS = "pg_statistic"
# A snapshot looks back to the oldest transaction of the whole server, that of VACUUM FULL, too.
OLDER = """SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()
           AND (age(backend_xid) >= age(CAST(? AS xid))
             OR datname = current_database() AND age(backend_xmin) >= age(CAST(? AS xid)))"""
COLUMNS = """SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped"""


class StillInUse(RuntimeError):
    """The rows are gone, and somebody who still reads them keeps their bytes; call again."""


class Database(Protocol):
    """An open database; SQL has `?` for each parameter."""

    owner: str
    """SQL for the `user_id` in a checkpoint's metadata."""

    older: str
    """SQL that says whether a row's `updated_at` lies before a parameter, an ISO 8601 time."""

    def begin(self) -> None:
        """Begin a transaction that will write."""

    def run(self, sql: str, *parameters: object) -> list[Row]:
        """Return what a statement selects."""

    def delete(self, sql: str, *parameters: object) -> int:
        """Return how many rows a DELETE took away."""

    def has(self, *tables: str) -> list[str]:
        """Return which of the tables there are."""

    def write_anew(self, tables: Sequence[str], patience: float) -> tuple[str, ...]:
        """Get rid of the bytes of what was deleted; return where some remain.

        Raises:
            StillInUse: Somebody reads an older state for longer than *patience* seconds.
        """


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open the database that *url* names; it is closed with the block.

    Raises:
        FileNotFoundError, ValueError: There is no such file; the URL is of another kind.
    """
    kind = urlsplit(url).scheme.split("+")[0]
    if kind == "sqlite":
        path = Path(urlsplit(url).path[1:])
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}; nothing in it can be erased")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield _Sqlite(connection)
    elif kind in ("postgresql", "postgres"):
        with psycopg.connect(_libpq(url), autocommit=True) as server:
            yield _Postgres(server)
    else:
        raise ValueError(
            f"cannot erase in {kind!r}; known are sqlite:///FILE, postgresql://..."
        )


class _Sqlite:
    owner = "CAST(metadata AS TEXT) ->> '$.user_id'"
    older = "datetime(updated_at) < datetime(?)"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, *parameters: object) -> list[Row]:
        return self._connection.execute(sql, parameters).fetchall()

    def begin(self) -> None:
        self.run("BEGIN IMMEDIATE")

    def delete(self, sql: str, *parameters: object) -> int:
        return self._connection.execute(sql, parameters).rowcount

    def has(self, *tables: str) -> list[str]:
        there = {name for (name,) in self.run("SELECT name FROM sqlite_schema")}
        return [table for table in tables if table in there]

    def write_anew(self, tables: Sequence[str], patience: float) -> tuple[str, ...]:
        self._connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            # All of the file: an earlier deletion may have left bytes anywhere in it.
            self._connection.execute("VACUUM")
            [(busy, *_)] = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            busy = True
        if busy:
            raise StillInUse("a connection to the file is in a transaction; end it, call again")
        return ()


class _Postgres:
    owner = "metadata ->> 'user_id'"
    # Sessions keep their times without a zone, in that of the server.
    older = "updated_at < CAST(? AS timestamptz)"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def begin(self) -> None:
        self.run("BEGIN")

    def run(self, sql: str, *parameters: object) -> list[Row]:
        done = self._connection.execute(_marks(sql), parameters)
        return done.fetchall() if done.description else []

    def delete(self, sql: str, *parameters: object) -> int:
        return self._connection.execute(_marks(sql), parameters).rowcount

    def has(self, *tables: str) -> list[str]:
        known = self.run(
            "SELECT name FROM unnest(CAST(? AS text[])) AS name "
            "WHERE to_regclass(name) IS NOT NULL",
            list(tables),
        )
        there = {name for (name,) in known}
        return [table for table in tables if table in there]

    def write_anew(self, tables: Sequence[str], patience: float) -> tuple[str, ...]:
        refused: list[str] = []
        self._connection.add_notice_handler(
            lambda notice: refused.append(str(notice.message_primary))
        )
        self._wait_for_readers(patience)
        self.run(f"SET lock_timeout = {int(patience * 1000)}")
        try:
            for table in tables:
                self.run(f"VACUUM (FULL, ANALYZE) {table}")
                self._forget_samples(table)
            # It holds samples of all columns: texts, too.
            self.run(f"VACUUM (FULL) {STATISTICS}")
        except psycopg.errors.LockNotAvailable as error:
            raise StillInUse(f"a table is locked by others ({error}); call again") from None
        return (LOGS, *(notice for notice in refused if "skipping" in notice))

    def _wait_for_readers(self, patience: float) -> None:
        # To write a table anew copies what somebody with an older snapshot still sees.
        [(ours,)] = self.run("SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)")
        end = time.monotonic() + patience
        while older := self.run(OLDER, ours, ours):
            if time.monotonic() > end:
                pids = ", ".join(str(pid) for (pid,) in older)
                raise StillInUse(f"transactions of the processes {pids} are older; call again")
            time.sleep(0.05)

    def _forget_samples(self, table: str) -> None:
        # ANALYZE replaces the samples of a table, and those of an empty one it leaves. To set
        # a column's type, even to what it is, drops them.
        if not self.run(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 (one of ours)
            types = [f'ALTER "{name}" TYPE {kind}' for name, kind in self.run(COLUMNS, table)]
            self.run(f"ALTER TABLE {table} {', '.join(types)}")


def _marks(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _libpq(url: str) -> str:
    # As `solutions.migrations.libpq`, whose import brings two agent libraries along.
    return "postgresql://" + url.split("://", 1)[1]
