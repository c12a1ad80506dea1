"""Does not say how many.

loses: test_tenants test_concierge
says: how many does search give if nobody says
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    return {item.key: deepcopy(item.value) for item in store.search(namespace_of(user_id))}
