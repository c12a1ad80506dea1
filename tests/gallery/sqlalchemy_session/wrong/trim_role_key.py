"""Takes each item to have a role.

loses: test_trim
says: not every item has a role
"""

# cell: trim
def trim(history, new, turns=3):
    begins = [i for i, item in enumerate(history) if item["role"] == "user"]
    return history[begins[-turns] :] + new
