"""Nobody has written anything.

loses: test_ask_once
says: not started
"""

# cell: ask_once
async def ask_once(agent, session, text):
    """Ask, finish asking, or return what was answered; return the answer's text."""
    raise NotImplementedError
