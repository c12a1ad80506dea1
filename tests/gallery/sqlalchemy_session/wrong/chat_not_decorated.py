"""Is a generator, not a context manager.

loses: test_open_chat
says: which decorator makes one
"""

# cell: open_chat
async def open_chat(url, session_id):
    session = SQLAlchemySession.from_url(session_id, url=url, create_tables=True)
    yield session
