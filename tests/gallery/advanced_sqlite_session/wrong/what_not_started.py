"""Nobody has written anything.

loses: test_what_if
says: not started
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    """Ask a question in place of a turn's, on a branch of its own; return the answer."""
    raise NotImplementedError
