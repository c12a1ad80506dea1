"""Leaves the stubs as they are.

loses: test_charge
says: not started
"""

# cell: charge
def charge(state, config):
    raise NotImplementedError


def settle(path, thread_id, bank, prices):
    raise NotImplementedError
