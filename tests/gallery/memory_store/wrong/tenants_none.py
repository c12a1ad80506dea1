"""Refuses the empty text, but not None.

loses: test_tenants
says: what does your code make of None
"""


# cell: tenants
def namespace_of(user_id):
    if user_id == "":
        raise ValueError("nobody")
    return ("users", str(user_id).encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    found, offset = {}, 0
    while page := store.search(namespace_of(user_id), limit=500, offset=offset):
        found |= {item.key: deepcopy(item.value) for item in page}
        offset += len(page)
    return found
