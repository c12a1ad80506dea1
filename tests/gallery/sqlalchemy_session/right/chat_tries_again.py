"""Tries again where another was first."""

# cell: open_chat
@asynccontextmanager
async def open_chat(url, session_id):
    scheme, rest = url.split("://", 1)
    scheme = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg",
              "sqlite": "sqlite+aiosqlite"}.get(scheme, scheme)
    session = SQLAlchemySession.from_url(session_id, url=f"{scheme}://{rest}", create_tables=True)
    try:
        for attempt in range(10):
            try:
                await session.get_items(limit=1)
                break
            except exc.SQLAlchemyError:
                await asyncio.sleep(0.1 * attempt)
        yield session
    finally:
        await session.engine.dispose()
