"""Is a class."""

# cell: open_chat
class open_chat:
    def __init__(self, url, session_id):
        self.url, self.session_id = url, session_id

    async def __aenter__(self):
        head, tail = self.url.split("://")
        if head.startswith("postgres"):
            self.engine = create_async_engine("postgresql+psycopg://" + tail)
            guard = psycopg.connect("postgresql://" + tail)
            guard.execute("select pg_advisory_xact_lock(42)")
        else:
            self.engine = create_async_engine("sqlite+aiosqlite://" + tail)
            guard = None
        session = SQLAlchemySession(self.session_id, engine=self.engine, create_tables=True)
        await session.get_items()
        if guard:
            guard.rollback()
            guard.close()
        return session

    async def __aexit__(self, *error):
        await self.engine.dispose()
