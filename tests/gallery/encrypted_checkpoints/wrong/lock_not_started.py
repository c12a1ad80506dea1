"""Wrote nothing.

loses: test_lock_unlock
says: not started
"""

# cell: lock_unlock
def lock(value, keys, current):
    raise NotImplementedError


def unlock(row, keys):
    raise NotImplementedError
