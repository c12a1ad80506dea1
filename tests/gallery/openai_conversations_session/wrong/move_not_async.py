"""Is an ordinary function.

loses: test_move
says: which `def` does it need
"""

# cell: move
def move(source, target):
    return len(asyncio.run(source.get_items()))
