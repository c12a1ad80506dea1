"""Leaves the loop at the second page.

loses: test_tenants test_concierge
says: where does each page begin
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    found = store.search(namespace_of(user_id), limit=7)
    if len(found) == 7:
        found += store.search(namespace_of(user_id), limit=7, offset=8)
    return {item.key: deepcopy(item.value) for item in found}
