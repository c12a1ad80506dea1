"""Uses the URL as it is.

loses: test_open_chat
says: the URL names it
"""

# cell: open_chat
@asynccontextmanager
async def open_chat(url, session_id):
    session = SQLAlchemySession.from_url(session_id, url=url, create_tables=True)
    yield session
    await session.engine.dispose()
