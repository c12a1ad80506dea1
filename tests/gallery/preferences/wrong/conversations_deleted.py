"""The cell is gone.

loses: test_two_conversations
says: not started: `chat` is not defined yet
"""

# cell: chat
