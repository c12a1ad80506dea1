"""Nobody has written anything.

loses: test_move
says: not started
"""

# cell: move
async def move(source, target):
    """Move a conversation from OpenAI to another session; return its number of items."""
    raise NotImplementedError
