"""Expects something to be there.

loses: test_tenants test_concierge
says: `get` does where there is no item
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    item = store.get(namespace_of(user_id), "all")
    store.put(namespace_of(user_id), "all", (item.value if item else {}) | {key: deepcopy(value)})


def recall(store, user_id):
    return deepcopy(store.get(namespace_of(user_id), "all").value)
