"""Only who writes is asked for a name.

loses: test_tenants
says: `recall` refuses the user ''
"""


# cell: tenants
def namespace_of(user_id):
    return ("users", "u-" + (user_id or "").encode().hex())


def remember(store, user_id, key, value):
    if not user_id:
        raise ValueError("nobody")
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    found, offset = {}, 0
    while page := store.search(namespace_of(user_id), limit=500, offset=offset):
        found |= {item.key: deepcopy(item.value) for item in page}
        offset += len(page)
    return found
