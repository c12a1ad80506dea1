"""Opens the file as the new kind, no more.

loses: test_adopt
says: ask for beside them
"""

# cell: adopt
async def adopt(path, session_id):
    with closing(open_branched(path, session_id)) as session:
        return len(await session.get_items())
