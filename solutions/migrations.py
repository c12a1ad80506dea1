"""Make the tables that a database needs: a migration, run when you deploy.

The libraries' own `setup()` and `create_tables=True` are not safe where several processes
start at once (`postgres_saver` and `sqlalchemy_session` show the race). Here the processes take
turns, by a lock that the system frees when its holder ends, however it ends.
"""

from __future__ import annotations

import asyncio
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from agents.extensions.memory import SQLAlchemySession
from langgraph.checkpoint.postgres import PostgresSaver
from psycopg.rows import DictRow, dict_row
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

__all__ = [
    "VERSION",
    "NotMigrated",
    "libpq",
    "migrate_checkpoints",
    "migrate_sessions",
    "must_be_migrated",
    "sqlalchemy_url",
    "tables_or_advice",
]

LOCK = 7_730_421  # a number that all who migrate agree on
VERSION = "SELECT max(v) AS version FROM checkpoint_migrations"


class NotMigrated(RuntimeError):
    """The PostgreSQL database has no tables for checkpoints, or those of an older version."""


def migrate_checkpoints(url: str) -> None:
    """Make or update PostgreSQL's tables for checkpoints; may run in many processes at once.

    Needed once, and again for a new version of `langgraph-checkpoint-postgres`. What is stored
    stays.
    """
    with _turn(url) as connection:
        PostgresSaver(connection).setup()


async def migrate_sessions(url: str) -> None:
    """Make the tables of `SQLAlchemySession`; may run in many processes at once.

    Args:
        url: PostgreSQL's, in any of its forms, or `sqlite:///FILE`.
    """
    # In a thread, because waiting for one's turn must not stop the others of this loop.
    await asyncio.to_thread(_wait_and_create, url)


def _wait_and_create(url: str) -> None:
    on_postgres = url.startswith("postgres")
    with _turn(url) if on_postgres else _file_turn(urlsplit(url).path[1:]):
        asyncio.run(_create(url))


async def _create(url: str) -> None:
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    session = SQLAlchemySession("nobody", engine=engine, create_tables=True)
    await session.get_items()  # the tables are made before the first read
    await engine.dispose()


@contextmanager
def _turn(url: str) -> Iterator[psycopg.Connection[DictRow]]:
    with psycopg.connect(libpq(url), autocommit=True, row_factory=dict_row) as connection:
        # Asked again and again, not waited for: one of the migrations is a CREATE INDEX
        # CONCURRENTLY, which itself waits for every statement that is under way.
        while not _is_ours(connection):
            time.sleep(0.05)
        yield connection


def _is_ours(connection: psycopg.Connection[DictRow]) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s) AS ours", [LOCK]).fetchone()
    return bool(row and row["ours"])


@contextmanager
def _file_turn(path: str) -> Iterator[None]:
    # Beside the database: SQLite has locks of its own on the file itself.
    with Path(f"{path}.migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def tables_or_advice() -> Iterator[None]:
    """Raise `NotMigrated` where the block finds that there are no tables."""
    try:
        yield
    except psycopg.errors.UndefinedTable:
        must_be_migrated(None)


def must_be_migrated(found: DictRow | None) -> None:
    """Raise `NotMigrated` unless *found*, the row of `VERSION`, is the library's own version."""
    version = found["version"] if found else None
    if version is None or version < len(PostgresSaver.MIGRATIONS) - 1:
        raise NotMigrated(
            f"the tables for checkpoints are {'missing' if version is None else 'too old'}; run "
            "solutions.migrations.migrate_checkpoints(url) once, when you deploy"
        ) from None


def libpq(url: str) -> str:
    """Return the URL as psycopg reads it: without the driver that SQLAlchemy wants to know."""
    return "postgresql://" + url.split("://", 1)[1]


def sqlalchemy_url(url: str) -> str:
    """Return the URL with an asynchronous driver, as SQLAlchemy's async engine needs it."""
    kind, rest = url.split("://", 1)
    base = kind.split("+")[0]
    if base == "sqlite":
        return f"sqlite+aiosqlite://{rest}"
    return f"postgresql+{'psycopg' if kind.endswith('+psycopg') else 'asyncpg'}://{rest}"
