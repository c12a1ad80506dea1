"""None raises something else.

loses: test_tenants
says: it raised AttributeError
"""


# cell: tenants
def namespace_of(user_id):
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    found, offset = {}, 0
    while page := store.search(namespace_of(user_id), limit=500, offset=offset):
        found |= {item.key: deepcopy(item.value) for item in page}
        offset += len(page)
    return found
