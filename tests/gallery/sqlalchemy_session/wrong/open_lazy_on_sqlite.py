"""Makes the tables under the lock on PostgreSQL, and leaves SQLite's to the first call.

loses: test_open_chat
says: as it is made, or at its first call?
"""


# cell: open_chat
def open_chat(url, session_id):
    scheme, rest = url.split("://", 1)
    on_postgres = scheme.startswith("postgres")
    driver = "postgresql+asyncpg" if on_postgres else "sqlite+aiosqlite"

    @asynccontextmanager
    async def opened():
        engine = create_async_engine(f"{driver}://{rest}")
        session = SQLAlchemySession(session_id, engine=engine, create_tables=True)
        try:
            if on_postgres:
                with psycopg.connect(f"postgresql://{rest}", autocommit=True) as lock:
                    lock.execute("SELECT pg_advisory_lock(42)")
                    await session.get_items()
            yield session
        finally:
            await engine.dispose()

    return opened()
