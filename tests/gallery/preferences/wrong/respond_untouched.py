"""Has not begun.

loses: test_respond test_two_conversations
says: replace the `raise NotImplementedError` line of `respond_node`
"""

# cell: respond
def respond_node(state, store):
    """Reply in a way that names every preference stored for this user."""
    raise NotImplementedError
