"""One namespace, and a pattern.

loses: test_tenants
says: in which pattern of yours
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("memories",)


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), f"{user_id}:{key}", deepcopy(value))


def recall(store, user_id):
    from fnmatch import fnmatchcase

    return {
        item.key.rpartition(":")[2]: deepcopy(item.value)
        for item in store.search(namespace_of(user_id), limit=10**6)
        if fnmatchcase(item.key, f"{user_id}:*")
    }
