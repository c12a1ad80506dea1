"""Every store of part 3 behind one door: `open_store(url)`, safe settings built in.

| URL | store |
|---|---|
| `memory:` | `InMemoryStore`: gone with the process |
| `sqlite:///trips.db` (relative), `sqlite:////data/trips.db` | `SqliteStore`, `AsyncSqliteStore` |
| `postgresql://user:password@host/database` | `PostgresStore`, `AsyncPostgresStore` |

What is built in, and `persistent_store` shows why:

- a time to live counts from the last write; expired items are not returned, and their rows are
  deleted: when the store is opened, by a sweeper each minute, on SQLite by the next call too;
- SQLite: autocommit, write-ahead log, deleted text overwritten, vectors deleted with their item,
  tables made by one process at a time;
- PostgreSQL: a pool of connections that replaces dead ones, `autocommit`, and tables made by
  `migrate_stores`, which any number of processes may call at once.

A value must be JSON (`encode` in `solutions.persistent_store` makes it so) and lies there in
clear. Reading a value and writing it back are two calls, between which others may write.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

import aiosqlite
import psycopg
from langgraph.store.base import BaseStore, IndexConfig, Op, Result, TTLConfig
from langgraph.store.memory import InMemoryStore
from langgraph.store.postgres import PostgresStore
from langgraph.store.postgres.aio import AsyncPostgresStore
from langgraph.store.sqlite import SqliteStore
from langgraph.store.sqlite.aio import AsyncSqliteStore
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from solutions.migrations import NotMigrated, libpq
from solutions.store_tables import (
    PRAGMAS,
    NoIndex,
    file_of,
    kind_of,
    migrate_stores,
    sqlite_index,
    tables_or_advice,
    versions,
)

__all__ = ["NoIndex", "NotMigrated", "aopen_store", "migrate_stores", "open_store"]

DUE = "SELECT 1 FROM store WHERE expires_at < CURRENT_TIMESTAMP LIMIT 1"
_POOL: dict[str, Any] = {
    "min_size": 1,
    "max_size": 10,  # one PostgreSQL takes 100 by default, for all processes together
    "open": False,
    "kwargs": {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
}


@contextmanager
def open_store(
    url: str, index: IndexConfig | None = None, ttl_minutes: float | None = None
) -> Iterator[BaseStore]:
    """Open the store that *url* names; it is closed with the block.

    Args:
        url: See the table at the top of this module.
        index: For search by meaning: `dims`, `embed`, and optionally `fields`.
        ttl_minutes: Minutes after its last write when an item expires; None means never.
            `put(..., ttl=minutes)` says otherwise for one item.

    Raises:
        ValueError: The URL is of no kind that is known here, or names no file, or items are
            to expire in `memory:`.
        NoIndex: See there.
        NotMigrated: The database is PostgreSQL's, and `migrate_stores(url, index)` was never
            called.
    """
    ttl = _ttl(url, ttl_minutes)
    if kind_of(url) == "memory":
        yield InMemoryStore(index=index)
        return
    opener: Any = _postgres if kind_of(url) == "postgresql" else _sqlite
    with opener(url, index, ttl) as store:
        store.sweep_ttl()
        store.start_ttl_sweeper()
        try:
            yield store
        finally:
            store.stop_ttl_sweeper()


@asynccontextmanager
async def aopen_store(
    url: str, index: IndexConfig | None = None, ttl_minutes: float | None = None
) -> AsyncIterator[BaseStore]:
    """Open the store that *url* names, for `await store.aput(...)`; see `open_store`."""
    ttl = _ttl(url, ttl_minutes)
    if kind_of(url) == "memory":
        yield InMemoryStore(index=index)
        return
    opener: Any = _apostgres if kind_of(url) == "postgresql" else _asqlite
    async with opener(url, index, ttl) as store:
        await store.sweep_ttl()
        await store.start_ttl_sweeper()
        try:
            yield store
        finally:
            await store.stop_ttl_sweeper()


class _ExpiringSqliteStore(SqliteStore):
    """Keeps `omit_expired`, which SqliteStore 3.1.2 takes and ignores."""

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        with self.lock:
            due = self.conn.execute(DUE).fetchone()
        if due:  # asked first, so that a read need not wait for writers
            self.sweep_ttl()
        return super().batch(ops)


class _AsyncExpiringSqliteStore(AsyncSqliteStore):
    """The same for `AsyncSqliteStore`."""

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        async with self.lock, self.conn.execute(DUE) as cursor:
            due = await cursor.fetchone()
        if due:
            await self.sweep_ttl()
        return await super().abatch(ops)


@contextmanager
def _sqlite(url: str, index: Any, ttl: TTLConfig) -> Iterator[SqliteStore]:
    migrate_stores(url, index)
    # The store's own lock lets one thread of the system at a time use the connection.
    settings: dict[str, Any] = {"isolation_level": None, "check_same_thread": False}
    with closing(sqlite3.connect(file_of(url), **settings)) as connection:
        connection.executescript(PRAGMAS)
        yield _ExpiringSqliteStore(connection, index=sqlite_index(index), ttl=ttl)


@asynccontextmanager
async def _asqlite(url: str, index: Any, ttl: TTLConfig) -> AsyncIterator[AsyncSqliteStore]:
    # In a thread, because waiting for one's turn must not stop the others of this loop.
    await asyncio.to_thread(migrate_stores, url, index)
    async with aiosqlite.connect(file_of(url), isolation_level=None) as connection:
        await connection.executescript(PRAGMAS)
        yield _AsyncExpiringSqliteStore(connection, index=sqlite_index(index), ttl=ttl)


@contextmanager
def _postgres(url: str, index: Any, ttl: TTLConfig) -> Iterator[PostgresStore]:
    pool: ConnectionPool[psycopg.Connection[DictRow]] = ConnectionPool(
        libpq(url), check=ConnectionPool.check_connection, **_POOL
    )
    with pool:
        with pool.connection() as connection, tables_or_advice() as must_be:
            for sql, least in versions(index):
                must_be(connection.execute(sql).fetchone(), least)
        yield PostgresStore(pool, index=index, ttl=ttl)


@asynccontextmanager
async def _apostgres(url: str, index: Any, ttl: TTLConfig) -> AsyncIterator[AsyncPostgresStore]:
    pool: AsyncConnectionPool[psycopg.AsyncConnection[DictRow]] = AsyncConnectionPool(
        libpq(url), check=AsyncConnectionPool.check_connection, **_POOL
    )
    async with pool:
        async with pool.connection() as connection:
            with tables_or_advice() as must_be:
                for sql, least in versions(index):
                    found = await connection.execute(sql)
                    must_be(await found.fetchone(), least)
        yield AsyncPostgresStore(pool, index=index, ttl=ttl)


def _ttl(url: str, minutes: float | None) -> TTLConfig:
    if minutes is not None and kind_of(url) == "memory":
        raise ValueError("memory: keeps no time; give no ttl_minutes, or use sqlite:///FILE")
    return {
        "default_ttl": minutes,
        # A read that extends would revive what has expired, and PostgreSQL rounds its minutes.
        "refresh_on_read": False,
        "omit_expired": True,
        "sweep_interval_minutes": 1,
    }
