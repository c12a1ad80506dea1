"""Keeps it all in a dict beside the store.

loses: test_tenants test_concierge
says: what does your code keep outside the store
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


KEPT = {}


def remember(store, user_id, key, value):
    KEPT.setdefault(namespace_of(user_id), {})[key] = deepcopy(value)


def recall(store, user_id):
    return deepcopy(KEPT.get(namespace_of(user_id), {}))
