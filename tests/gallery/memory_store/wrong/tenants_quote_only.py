"""quote leaves periods alone.

loses: test_tenants test_concierge
says: %40x.com' found in
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", quote(user_id, safe=""))


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    found, offset = {}, 0
    while page := store.search(namespace_of(user_id), limit=500, offset=offset):
        found |= {item.key: deepcopy(item.value) for item in page}
        offset += len(page)
    return found
