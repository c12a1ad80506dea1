"""Adds to a value instead of replacing it.

loses: test_tenants
says: what does your code add to that
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    item = store.get(namespace_of(user_id), key)
    store.put(namespace_of(user_id), key, (item.value if item else {}) | deepcopy(value))


def recall(store, user_id):
    found, offset = {}, 0
    while page := store.search(namespace_of(user_id), limit=500, offset=offset):
        found |= {item.key: deepcopy(item.value) for item in page}
        offset += len(page)
    return found
