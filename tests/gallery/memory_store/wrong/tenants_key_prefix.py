"""One namespace; whose a key is, its beginning says.

loses: test_tenants
says: compare whole labels, or letters
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("memories",)


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), f"{user_id}{key}", deepcopy(value))


def recall(store, user_id):
    return {
        item.key.removeprefix(user_id): deepcopy(item.value)
        for item in store.search(namespace_of(user_id), limit=10**6)
        if item.key.startswith(user_id)
    }
