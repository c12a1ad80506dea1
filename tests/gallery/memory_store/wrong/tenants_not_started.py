"""Wrote nothing.

loses: test_tenants test_concierge
says: line of `remember`
"""


# cell: tenants
def namespace_of(user_id):
    raise NotImplementedError


def remember(store, user_id, key, value):
    raise NotImplementedError


def recall(store, user_id):
    raise NotImplementedError
