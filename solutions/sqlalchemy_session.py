"""Reference for `2_sessions/sqlalchemy_session`: tables made once, and turns cut whole.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import psycopg
from agents.extensions.memory import SQLAlchemySession
from sqlalchemy.ext.asyncio import create_async_engine

__all__ = ["open_chat", "trim"]


# cell: open_chat
def open_chat(url: str, session_id: str) -> AbstractAsyncContextManager[SQLAlchemySession]:
    """Return an async context manager that gives a session on the database at *url*.

    Args:
        url: `postgresql://...`, `postgres://...`, `sqlite:///FILE`, or with an async driver.
        session_id: Whose conversation it is.
    """
    kind, rest = url.split("://", 1)
    on_postgres = kind.startswith("postgres")
    drivers = {"postgresql": "asyncpg", "postgres": "asyncpg", "sqlite": "aiosqlite"}
    if kind in drivers:
        kind = f"{'postgresql' if on_postgres else kind}+{drivers[kind]}"

    @asynccontextmanager
    async def opened() -> AsyncIterator[SQLAlchemySession]:
        engine = create_async_engine(f"{kind}://{rest}")
        session = SQLAlchemySession(session_id, engine=engine, create_tables=True)
        try:
            if on_postgres:
                # A lock of the server's: it is freed with its connection, however that ends.
                with psycopg.connect(f"postgresql://{rest}", autocommit=True) as lock:
                    lock.execute("SELECT pg_advisory_lock(7730)")
                    await session.get_items(limit=1)
            else:
                await session.get_items(limit=1)
            yield session
        finally:
            await engine.dispose()

    return opened()


# cell: trim
def trim(history: list[Any], new: list[Any], turns: int = 3) -> list[Any]:
    """Return what is to be sent: standing instructions, the last turns, the new items.

    It is a `RunConfig.session_input_callback`. Nothing is deleted from the session.
    """
    standing = [item for item in history if item.get("role") in ("system", "developer")]
    rest = [item for item in history if item.get("role") not in ("system", "developer")]
    begins = [index for index, item in enumerate(rest) if item.get("role") == "user"]
    kept = rest[begins[-min(turns, len(begins))] :] if turns and begins else []
    calls, outputs = (
        {item.get("call_id") for item in kept if item.get("type") == kind}
        for kind in ("function_call", "function_call_output")
    )
    # A crash between a call and its output leaves one without the other.
    paired = [
        item
        for item in kept
        if item.get("type") not in ("function_call", "function_call_output")
        or item.get("call_id") in calls & outputs
    ]
    return [*standing, *paired, *new]
