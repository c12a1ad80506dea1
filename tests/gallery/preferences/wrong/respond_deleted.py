"""The cell is gone.

loses: test_respond test_two_conversations
says: not started: `respond_node` is not defined yet
"""

# cell: respond
