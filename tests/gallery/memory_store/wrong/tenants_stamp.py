"""Adds a field to the value.

loses: test_tenants
says: no more and no less
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value) | {"user_id": user_id})


def recall(store, user_id):
    found, offset = {}, 0
    while page := store.search(namespace_of(user_id), limit=500, offset=offset):
        found |= {item.key: deepcopy(item.value) for item in page}
        offset += len(page)
    return found
