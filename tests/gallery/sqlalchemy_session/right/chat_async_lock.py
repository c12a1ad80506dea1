"""Waits for its turn asynchronously."""

# cell: open_chat
from sqlalchemy import text
from sqlalchemy.engine import make_url


@asynccontextmanager
async def open_chat(url, session_id):
    parsed = make_url(url.replace("postgres://", "postgresql://"))
    if "+" not in parsed.drivername:
        parsed = parsed.set(drivername=parsed.drivername + {"postgresql": "+asyncpg", "sqlite": "+aiosqlite"}[parsed.drivername])
    engine = create_async_engine(parsed)
    try:
        session = SQLAlchemySession(session_id, engine=engine, create_tables=True)
        if engine.dialect.name == "postgresql":
            async with engine.connect() as connection:
                await connection.execute(text("SELECT pg_advisory_lock(99)"))
                await session.get_items()
                await connection.execute(text("SELECT pg_advisory_unlock(99)"))
        else:
            await session.get_items()
        yield session
    finally:
        await engine.dispose()
