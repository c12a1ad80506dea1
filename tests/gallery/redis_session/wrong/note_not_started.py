"""Nobody has written anything.

loses: test_note
says: not started
"""

# cell: note
async def note(url, session_id, text, seconds):
    """Add an item to a session that lives `seconds` from now; return how many it has."""
    raise NotImplementedError
