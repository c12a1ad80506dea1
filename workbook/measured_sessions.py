"""Every session and every store of the book on a scratch database, ready to be measured."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from workbook.places import Place, await_, scratch, scratch_postgres, sqlite_bytes

__all__ = ["SESSIONS", "STORES", "session", "store"]

ID = "user-alice"


@contextmanager
def session(name: str, key: str | None = None) -> Iterator[Place]:
    """Open a session of `SESSIONS` on a new database.

    Args:
        name: One of `SESSIONS`.
        key: With a key, the session is wrapped in an `EncryptedSession` that never expires
            while it is measured.

    Raises:
        ValueError: There is no session of that name.
    """
    if name not in SESSIONS:
        raise ValueError(f"no session {name!r}; there are {', '.join(SESSIONS)}")
    with SESSIONS[name]() as place:
        if key is None:
            yield place
            return
        from agents.extensions.memory import EncryptedSession

        wrapped = EncryptedSession(ID, place.what, encryption_key=key, ttl=10**9)
        yield Place(f"Encrypted({place.name})", wrapped, place.size, url=place.url)


@contextmanager
def store(name: str) -> Iterator[Place]:
    """Open a store of `STORES` on a new database.

    Raises:
        ValueError: There is no store of that name.
    """
    if name not in STORES:
        raise ValueError(f"no store {name!r}; there are {', '.join(STORES)}")
    with STORES[name]() as place:
        yield place


@contextmanager
def _file_session(kind: str, **options: Any) -> Iterator[Place]:
    import agents
    from agents.extensions import memory

    made = getattr(agents, kind, None) or getattr(memory, kind)
    with scratch() as folder:
        path = str(folder / "chats.db")
        kept = made(session_id=ID, db_path=path, **options)
        # Some make their tables at the first call.
        await_(kept.get_items())
        try:
            yield Place(kind, kept, lambda: sqlite_bytes(path), url=path)
        finally:
            closing = kept.close()
            if closing is not None:
                await_(closing)


@contextmanager
def _sqlalchemy_sqlite() -> Iterator[Place]:
    with scratch() as folder:
        path = str(folder / "chats.db")
        with _sqlalchemy(f"sqlite+aiosqlite:///{path}") as kept:
            yield Place("SQLAlchemySession, SQLite", kept, lambda: sqlite_bytes(path), url=path)


@contextmanager
def _sqlalchemy_postgres() -> Iterator[Place]:
    with scratch_postgres() as (url, _, size):
        asyncpg = url.replace("postgresql", "postgresql+asyncpg", 1)
        with _sqlalchemy(asyncpg) as kept:
            yield Place("SQLAlchemySession, PostgreSQL", kept, size, url=url)


@contextmanager
def _sqlalchemy(url: str) -> Iterator[Any]:
    from agents.extensions.memory import SQLAlchemySession

    kept = SQLAlchemySession.from_url(ID, url=url, create_tables=True)
    await_(kept.get_items())
    try:
        yield kept
    finally:
        await_(kept.engine.dispose())


@contextmanager
def _redis() -> Iterator[Place]:
    import redis
    from agents.extensions.memory import RedisSession

    from workbook import services

    url = services.new_database(services.redis())
    kept = RedisSession.from_url(ID, url=url)
    with redis.Redis.from_url(url) as client:

        def size() -> int:
            # SAMPLES 0 counts every item of a list, and not five of them.
            used: Any = [client.memory_usage(key, samples=0) for key in client.keys()]  # noqa: SIM118
            return sum(used)

        try:
            yield Place("RedisSession", kept, size, url=url)
        finally:
            await_(kept.close())


@contextmanager
def _conversations() -> Iterator[Place]:
    from agents import OpenAIConversationsSession
    from openai import AsyncOpenAI

    from workbook import services

    services.openai_api()
    client = AsyncOpenAI()
    # What the service keeps lies with the service: nothing here.
    try:
        kept = OpenAIConversationsSession(openai_client=client)
        yield Place("OpenAIConversationsSession", kept, lambda: 0)
    finally:
        await_(client.close())


SESSIONS: dict[str, Callable[[], AbstractContextManager[Place]]] = {
    "SQLiteSession": lambda: _file_session("SQLiteSession"),
    "AsyncSQLiteSession": lambda: _file_session("AsyncSQLiteSession"),
    "AdvancedSQLiteSession": lambda: _file_session("AdvancedSQLiteSession", create_tables=True),
    "SQLAlchemySession, SQLite": _sqlalchemy_sqlite,
    "SQLAlchemySession, PostgreSQL": _sqlalchemy_postgres,
    "RedisSession": _redis,
    "OpenAIConversationsSession": _conversations,
}


@contextmanager
def _memory_store() -> Iterator[Place]:
    from langgraph.store.memory import InMemoryStore

    yield Place("InMemoryStore", InMemoryStore(), lambda: 0)


@contextmanager
def _sqlite_store() -> Iterator[Place]:
    from langgraph.store.sqlite import SqliteStore

    with scratch() as folder:
        path = str(folder / "memories.db")
        options: dict[str, Any] = {"check_same_thread": False, "isolation_level": None}
        with closing(sqlite3.connect(path, **options)) as connection:
            kept = SqliteStore(connection)
            kept.setup()
            yield Place("SqliteStore", kept, lambda: sqlite_bytes(path), url=path)


@contextmanager
def _postgres_store() -> Iterator[Place]:
    from langgraph.store.postgres import PostgresStore

    with scratch_postgres() as (url, connection, size):
        kept = PostgresStore(connection)
        kept.setup()
        yield Place("PostgresStore", kept, size, url=url)


STORES: dict[str, Callable[[], AbstractContextManager[Place]]] = {
    "InMemoryStore": _memory_store,
    "SqliteStore": _sqlite_store,
    "PostgresStore": _postgres_store,
}
