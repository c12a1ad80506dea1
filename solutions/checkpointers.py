"""Every checkpointer of part 1 behind one door: `open_checkpointer(url)`, safe settings built in.

| URL | saver |
|---|---|
| `memory:` | `InMemorySaver`: gone with the process |
| `sqlite:///trips.db` (relative), `sqlite:////data/trips.db` | `SqliteSaver`, `AsyncSqliteSaver` |
| `postgresql://user:password@host/database` | `PostgresSaver`, `AsyncPostgresSaver` |
| `cosmosdb://database/container` | `CosmosDBSaver`; account in `COSMOSDB_ENDPOINT`, `COSMOSDB_KEY` |

What is built in, and the lesson that shows why:

- a strict serializer: a stored value of a class that is not allowed comes back as plain data
  and runs no code (langgraph-checkpoint 4.3: the default imports and calls what a row names);
- SQLite: write-ahead log, a wait of five seconds for other writers, deleted text overwritten
  (`sqlite_saver`);
- PostgreSQL: a pool of connections that replaces dead ones, `autocommit`, and tables made by
  `migrate_checkpoints`, which any number of processes may call at once (`postgres_saver`).

No checkpointer lets one turn of a thread wait for another: see `async_sqlite_saver` and
`postgres_saver` for locks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import aiosqlite
import psycopg
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from solutions.migrations import VERSION, libpq, must_be_migrated, tables_or_advice

__all__ = ["aopen_checkpointer", "open_checkpointer"]

Saver = BaseCheckpointSaver[Any]
KINDS = "memory:, sqlite:///FILE, postgresql://..., cosmosdb://DATABASE/CONTAINER"


@contextmanager
def open_checkpointer(url: str, allow: Iterable[type] = ()) -> Iterator[Saver]:
    """Open the saver that *url* names, for `invoke`; it is closed with the block.

    Args:
        url: See the table at the top of this module.
        allow: Classes of yours that may be made anew from stored values.

    Raises:
        ValueError: The URL is of no kind that is known here, or is incomplete.
        NotMigrated: The database is PostgreSQL's and `migrate_checkpoints(url)`
            was never called.
    """
    with _OPENERS[_kind(url)](url, _strict(allow)) as saver:
        yield saver


@asynccontextmanager
async def aopen_checkpointer(url: str, allow: Iterable[type] = ()) -> AsyncIterator[Saver]:
    """Open the saver that *url* names, for `ainvoke`; see `open_checkpointer`."""
    async with _ASYNC_OPENERS[_kind(url)](url, _strict(allow)) as saver:
        yield saver


@contextmanager
def _memory(url: str, serde: JsonPlusSerializer) -> Iterator[Saver]:
    yield InMemorySaver(serde=serde)


@asynccontextmanager
async def _amemory(url: str, serde: JsonPlusSerializer) -> AsyncIterator[Saver]:
    yield InMemorySaver(serde=serde)


@contextmanager
def _sqlite(url: str, serde: JsonPlusSerializer) -> Iterator[Saver]:
    # The saver's own lock lets one thread of the system at a time use the connection.
    with closing(sqlite3.connect(_file(url), check_same_thread=False)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        saver = SqliteSaver(connection, serde=serde)
        saver.setup()
        yield saver


@asynccontextmanager
async def _asqlite(url: str, serde: JsonPlusSerializer) -> AsyncIterator[Saver]:
    async with aiosqlite.connect(_file(url)) as connection:
        await connection.execute("PRAGMA secure_delete = ON")
        saver = AsyncSqliteSaver(connection, serde=serde)
        await saver.setup()
        yield saver


@contextmanager
def _postgres(url: str, serde: JsonPlusSerializer) -> Iterator[Saver]:
    pool: ConnectionPool[psycopg.Connection[DictRow]] = ConnectionPool(
        libpq(url), check=ConnectionPool.check_connection, **_POOL
    )
    with pool:
        with pool.connection() as connection, tables_or_advice():
            must_be_migrated(connection.execute(VERSION).fetchone())
        yield PostgresSaver(pool, serde=serde)


@asynccontextmanager
async def _apostgres(url: str, serde: JsonPlusSerializer) -> AsyncIterator[Saver]:
    pool: AsyncConnectionPool[psycopg.AsyncConnection[DictRow]] = AsyncConnectionPool(
        libpq(url), check=AsyncConnectionPool.check_connection, **_POOL
    )
    async with pool:
        async with pool.connection() as connection:
            with tables_or_advice():
                found = await connection.execute(VERSION)
                must_be_migrated(await found.fetchone())
        yield AsyncPostgresSaver(pool, serde=serde)


@contextmanager
def _cosmos(url: str, serde: JsonPlusSerializer) -> Iterator[Saver]:
    # Imported here: it brings Azure's client along, which takes a second.
    from langgraph_checkpoint_cosmosdb import CosmosDBSaver
    from langgraph_checkpoint_cosmosdb.cosmosSerializer import CosmosSerializer

    database, container = urlsplit(url).netloc, urlsplit(url).path.strip("/")
    if not (database and container):
        raise ValueError(f"{url!r} is incomplete; write cosmosdb://DATABASE/CONTAINER")
    if not os.environ.get("COSMOSDB_ENDPOINT"):
        raise ValueError("COSMOSDB_ENDPOINT is not set; it names the account of cosmosdb://")
    saver = CosmosDBSaver(database_name=database, container_name=container)
    # 0.4.0 takes no serializer, and keeps the one that it uses here.
    saver.serde, saver.cosmos_serde = serde, CosmosSerializer(serde)
    yield saver


@asynccontextmanager
async def _acosmos(url: str, serde: JsonPlusSerializer) -> AsyncIterator[Saver]:
    # Its asynchronous methods are those of one thread each around the others.
    with _cosmos(url, serde) as saver:
        yield saver


_OPENERS = {"memory": _memory, "sqlite": _sqlite, "postgresql": _postgres, "cosmosdb": _cosmos}
_ASYNC_OPENERS = {
    "memory": _amemory,
    "sqlite": _asqlite,
    "postgresql": _apostgres,
    "cosmosdb": _acosmos,
}
_POOL: dict[str, Any] = {
    "min_size": 1,
    "max_size": 10,  # one PostgreSQL takes 100 by default, for all processes together
    "open": False,
    "kwargs": {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
}


def _strict(allow: Iterable[type]) -> JsonPlusSerializer:
    return JsonPlusSerializer(allowed_msgpack_modules=list(allow) or None)


def _kind(url: str) -> str:
    kind = urlsplit(url).scheme.split("+")[0]
    kind = "postgresql" if kind == "postgres" else kind
    if kind not in _OPENERS:
        raise ValueError(f"no checkpointer for the URL kind {kind!r}; known are {KINDS}")
    return kind


def _file(url: str) -> str:
    path = urlsplit(url).path[1:]
    if not path:
        raise ValueError(f"{url!r} names no file; write sqlite:///trips.db")
    return path
