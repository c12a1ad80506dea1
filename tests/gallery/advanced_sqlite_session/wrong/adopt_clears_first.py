"""Clears, then adds.

loses: test_adopt
says: where are the items between two transactions
"""

# cell: adopt
async def adopt(path, session_id):
    with closing(SQLiteSession(session_id, path)) as old, closing(open_branched(path, session_id)) as new:
        filed = await new.get_items(branch_id="main")
        items = await old.get_items()
        if filed or not items:
            if filed and len(items) > len({*map(json.dumps, filed)} | {*map(json.dumps, items[-len(filed):])}):
                raise ValueError("begun anew")
            return 0
        await old.clear_session()
        await new.add_items(items)
        return len(items)
