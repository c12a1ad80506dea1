"""Nobody has written anything.

loses: test_repair
says: not started
"""

# cell: repair
def entered(path, text):
    raise NotImplementedError


def in_block(path, text):
    raise NotImplementedError


def any_thread(path, text):
    raise NotImplementedError
