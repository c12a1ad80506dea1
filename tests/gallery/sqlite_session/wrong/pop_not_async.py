"""Is an ordinary function.

loses: test_pop_turn
says: which `def` does it need
"""

# cell: pop_turn
def pop_turn(session):
    return []
