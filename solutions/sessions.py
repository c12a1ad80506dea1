"""Every session of part 2 behind one door: `open_session(url, session_id)`, closed in the end.

| URL | session |
|---|---|
| `memory:` | `SQLiteSession` in memory: gone with the object |
| `sqlite:///trips.db` | `SQLiteSession`; asynchronously `AsyncSQLiteSession`: the same tables |
| `sqlite+advanced:///trips.db` | `AdvancedSQLiteSession`: branches and token usage |
| `sqlite+aiosqlite:///trips.db`, `postgresql://...` | `SQLAlchemySession` |
| `redis://...`, `rediss://...` | `RedisSession` |
| `openai:` | `OpenAIConversationsSession`; the session id is the conversation's (`conv_...`) |

For `SQLAlchemySession` run `solutions.migrations.migrate_sessions(url)` once, when you deploy.
Sessions of the Agents SDK are asynchronous. `aopen_session` is for `await Runner.run(...)`,
`open_session` for programs that call `Runner.run_sync(...)`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from inspect import isawaitable
from typing import Any
from urllib.parse import urlsplit

from agents import OpenAIConversationsSession, SQLiteSession
from agents.extensions.memory import (
    AdvancedSQLiteSession,
    AsyncSQLiteSession,
    RedisSession,
    SQLAlchemySession,
)
from agents.memory import Session
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from solutions.migrations import sqlalchemy_url

__all__ = ["aopen_session", "open_session"]

Close = Callable[[], Awaitable[Any] | None]


@asynccontextmanager
async def aopen_session(
    url: str, session_id: str, ttl: int | None = None
) -> AsyncIterator[Session]:
    """Open the session that *url* names; it is closed with the block.

    Args:
        url: See the table at the top of this module.
        session_id: Whose conversation; never empty, and from your own login.
        ttl: Redis only: seconds after which an idle conversation is deleted there.

    Raises:
        ValueError: The URL is of no kind that is known here, or the id is empty.
    """
    session, close = _open(url, session_id, ttl, in_one_loop=True)
    try:
        yield session
    finally:
        closing = close()
        if isawaitable(closing):
            await closing


@contextmanager
def open_session(url: str, session_id: str, ttl: int | None = None) -> Iterator[Session]:
    """Open the session that *url* names, for `Runner.run_sync`; see `aopen_session`.

    Redis's client belongs to one event loop and `run_sync` has its own: use `aopen_session`.

    Raises:
        ValueError: As above, or the URL is Redis's.
    """
    if url.startswith(("redis:", "rediss:")):
        raise ValueError("a RedisSession stays in one event loop; use aopen_session")
    session, close = _open(url, session_id, ttl, in_one_loop=False)
    try:
        yield session
    finally:
        close()


def _open(
    url: str, session_id: str, ttl: int | None, *, in_one_loop: bool
) -> tuple[Session, Close]:
    if not session_id:
        raise ValueError("a session_id is needed: without one, strangers would share a session")
    kind, path = urlsplit(url).scheme, urlsplit(url).path[1:]
    if kind in ("redis", "rediss"):
        redis = RedisSession.from_url(session_id, url=url, ttl=ttl)
        return redis, redis.close
    if kind == "openai":
        return OpenAIConversationsSession(conversation_id=session_id), lambda: None
    if kind.split("+")[0] in ("postgresql", "postgres") or kind == "sqlite+aiosqlite":
        return _on_sqlalchemy(url, session_id, in_one_loop=in_one_loop)
    if kind == "sqlite" and in_one_loop:
        there = AsyncSQLiteSession(session_id, db_path=path)
        return there, there.close
    if kind == "sqlite+advanced":
        branched = AdvancedSQLiteSession(
            session_id=session_id, db_path=path, create_tables=True
        )
        return branched, branched.close
    if kind in ("memory", "sqlite"):
        session = SQLiteSession(session_id, path or ":memory:")
        return session, session.close
    raise ValueError(f"no session for the URL kind {kind!r}; see solutions/sessions.py")


def _on_sqlalchemy(url: str, session_id: str, *, in_one_loop: bool) -> tuple[Session, Close]:
    if in_one_loop:
        engine = create_async_engine(sqlalchemy_url(url), pool_pre_ping=True)
        return SQLAlchemySession(session_id, engine=engine), engine.dispose
    # Without a pool no connection outlives the event loop it was made in.
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    return SQLAlchemySession(session_id, engine=engine), engine.sync_engine.dispose
