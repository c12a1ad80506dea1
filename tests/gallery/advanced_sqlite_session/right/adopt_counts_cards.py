"""Compares counts, and has the SDK clear up."""

# cell: adopt
async def adopt(path, session_id):
    async with asyncio.Lock():
        with closing(SQLiteSession(session_id, path)) as plain:
            rows = await plain.get_items()
        with closing(open_branched(path, session_id)) as session:
            cards = look.rows(path, "SELECT DISTINCT message_id FROM message_structure WHERE session_id = ?", session_id, limit=None)
            old, filed = rows[: len(rows) - len(cards)], await session.get_items(branch_id="main")
            match old, filed:
                case [], _:
                    return 0
                case _, []:
                    await session.add_items(old)
                case _ if old != filed:
                    raise ValueError("the conversation has begun anew")
            return await session._cleanup_orphaned_messages()
