"""Nobody has written anything.

loses: test_adopt
says: not started
"""

# cell: adopt
async def adopt(path, session_id):
    """Turn an old SQLiteSession into an AdvancedSQLiteSession; return how many items came over."""
    raise NotImplementedError
