"""One key for all.

loses: test_tenants test_concierge
says: what names an item in a namespace
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), "memory", {"key": key, "value": deepcopy(value)})


def recall(store, user_id):
    item = store.get(namespace_of(user_id), "memory")
    return {item.value["key"]: deepcopy(item.value["value"])} if item else {}
