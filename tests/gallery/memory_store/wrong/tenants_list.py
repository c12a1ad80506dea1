"""Returns a list.

loses: test_tenants test_concierge
says: a list says no key
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    return [item.value for item in store.search(namespace_of(user_id), limit=10**6)]
