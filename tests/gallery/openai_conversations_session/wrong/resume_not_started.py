"""Nobody has written anything.

loses: test_resume_chat
says: not started
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    """Take a turn in the user's one conversation at OpenAI; return the answer's text."""
    raise NotImplementedError
