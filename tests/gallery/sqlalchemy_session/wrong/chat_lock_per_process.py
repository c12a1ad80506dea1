"""Takes a lock of its own process only.

loses: test_open_chat
says: they all look for the tables
"""

# cell: open_chat
from __future__ import annotations


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
                    lock.execute("SELECT pg_advisory_lock(pg_backend_pid())")
                    await session.get_items(limit=1)
            else:
                await session.get_items(limit=1)
            yield session
        finally:
            await engine.dispose()

    return opened()
