"""Counts items.

loses: test_trim
says: two items, or two turns
"""

# cell: trim
def trim(history, new, turns=3):
    return history[-turns:] + new
